import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { CredentialInputs, type CredentialValues, filledIn } from "@/components/integrations/credential-inputs";
import { StatusChoice } from "@/components/integrations/status-choice";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useKeyAttempt } from "@/components/integrations/use-key-attempt";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { ActionNotice, type Notice, refusal, useActionOnShop, useActionWithNotice } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/fields";
import { Input } from "@/components/ui/input";
import { options } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import type { CredentialField } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import type { StatusCount } from "@/lib/integrations/data";
import { MAX_NAME_LENGTH, SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import {
  changeAddressAction,
  changeIntervalAction,
  chooseLeftOutStatusesAction,
  countStatusesAction,
  renameAction,
  replaceCredentialsAction,
} from "@/lib/integrations/settings/settings-actions";

interface OneFieldProps<Answer> {
  label: string;
  help: string;
  initial: string;
  save: (value: string) => Promise<ActionResult<Answer>>;
  noticeOf: (answer: Answer, value: string) => Notice | string;
  maxLength?: number;
  inputMode?: "url";
}

function OneField<Answer>({ label, help, initial, save, noticeOf, ...input }: OneFieldProps<Answer>) {
  const t = useTranslations("integrations.settings");
  const [value, setValue] = useState(initial);
  const { pending, notice, dismiss, run } = useActionWithNotice();
  // The stored value changed elsewhere: show it, unless the user is typing, and keep the message.
  const [stored, setStored] = useState(initial);
  if (stored !== initial) {
    setStored(initial);
    if (value === stored || notice?.good) setValue(initial);
  }
  function send(event: FormEvent): void {
    event.preventDefault();
    void run(
      () => save(value),
      (answer) => noticeOf(answer, value),
    );
  }
  return (
    <form method="post" onSubmit={send}>
      <Field label={label} help={help} error={notice?.good === false ? notice.text : null}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              {...input}
              value={value}
              onChange={(event) => {
                setValue(event.target.value);
                // Edited again, so no longer saved.
                if (notice?.good) dismiss();
              }}
              required
            />
            <Button type="submit" pending={pending !== null}>
              {t("save")}
            </Button>
          </span>
        )}
      </Field>
      <p role="status" className="text-healthy text-sm">
        {notice?.good ? notice.text : null}
      </p>
    </form>
  );
}

export function NameForm({ initial }: { initial: string }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.settings");
  return (
    <OneField
      label={t("name")}
      help={t("name_help")}
      initial={initial}
      maxLength={MAX_NAME_LENGTH}
      save={async (name) => {
        const result = await renameAction(merchantId, { integrationId, name });
        return !result.ok && result.fields?.["name"] === "name_missing" ? { ok: false, code: "name_missing" } : result;
      }}
      noticeOf={() => t("saved")}
    />
  );
}

export function AddressForm({ initial }: { initial: string }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations");
  // Saving would delete the key, so a second click must confirm.
  const [asked, setAsked] = useState<string>();
  return (
    <OneField
      label={t("settings.address")}
      help={t("settings.address_help")}
      initial={initial}
      inputMode="url"
      save={(address) => changeAddressAction(merchantId, { integrationId, address, withoutKey: asked === address })}
      noticeOf={(answer, address) => {
        if (answer.kind === "problem") return refusal(t(`address.problem.${answer.problem}`, { host: answer.host }));
        if (answer.kind === "key_for_other_address") {
          setAsked(address);
          return refusal(t("settings.key_for_other_address", { host: answer.host }));
        }
        const { overHttps } = answer;
        const open = overHttps === null ? "" : ` ${t(`address.https.${overHttps}`)} ${t("address.in_the_open")}`;
        return t("settings.saved") + open;
      }}
    />
  );
}

export function IntervalForm({ initial }: { initial: number }) {
  const t = useTranslations("integrations.settings");
  const format = useFormatter();
  const [chosen, setChosen] = useState(initial);
  const { pending, notice, run } = useActionOnShop();
  const offered = [...new Set<number>([...SYNC_INTERVALS_SECONDS, initial])].sort((a, b) => a - b);
  const durationText = (seconds: number): string => {
    const hours = seconds >= 3600;
    return format.number(hours ? seconds / 3600 : seconds / 60, { style: "unit", unit: hours ? "hour" : "minute", unitDisplay: "long" });
  };
  function choose(seconds: number): void {
    setChosen(seconds);
    void run(changeIntervalAction, { seconds }, () => t("saved"));
  }
  return (
    <div className="grid gap-1.5">
      <SelectField
        label={t("interval")}
        help={t("interval_help")}
        value={chosen}
        aria-busy={pending !== null || undefined}
        onChange={(event) => choose(Number(event.target.value))}
      >
        {options(offered, durationText)}
      </SelectField>
      <ActionNotice notice={notice} />
    </div>
  );
}

/** Order statuses included in the lists; counted when the form is opened. */
export function StatusesForm() {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations");
  const errorMessage = useErrorMessage();
  const [options, setOptions] = useState<readonly StatusCount[] | null>(null);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<string | null>(null);
  const { pending, notice, run } = useActionOnShop();
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded once per opening, so that ticks made since stay
  useEffect(() => {
    let left = false;
    countStatusesAction(merchantId, { integrationId }).then(
      (result) => {
        if (left) return;
        if (!result.ok) return setFailure(errorMessage(result));
        setOptions(result.value);
        setLeftOut(new Set(result.value.filter(({ isLeftOut }) => isLeftOut).map(({ status }) => status)));
      },
      () => setFailure(errorMessage()),
    );
    return () => {
      left = true;
    };
  }, []);
  if (failure) return <p className="text-action-needed">{failure}</p>;
  if (!options) return <Skeleton className="h-48" />;
  if (options.length === 0) return <p className="text-ink-2">{t("statuses.none")}</p>;
  const save = () => run(chooseLeftOutStatusesAction, { leftOut: [...leftOut] }, () => t("settings.saved"));
  return (
    <div className="grid justify-items-start gap-3 *:w-full">
      <StatusChoice options={options} leftOut={leftOut} onChange={setLeftOut} />
      <span className="flex flex-wrap items-center gap-3">
        <Button pending={pending !== null} onClick={save}>
          {t("settings.save")}
        </Button>
        <ActionNotice notice={notice} />
      </span>
    </div>
  );
}

/** Credentials are tested against the shop before they are stored. Rejected input stays. */
export function CredentialsForm({ shopSystem, fields }: { shopSystem: ShopSystem; fields: readonly CredentialField[] }) {
  const t = useTranslations("integrations");
  const { attempt, problems, notice, isPending } = useKeyAttempt(shopSystem, send);
  const [values, setValues] = useState<CredentialValues>({});
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, problems);

  function send(event?: FormEvent): void {
    event?.preventDefault();
    attempt(replaceCredentialsAction, { values: filledIn(values) }, () => {
      setValues({});
      return t("settings.credentials_saved");
    });
  }

  return (
    <form ref={form} method="post" onSubmit={send} className="grid gap-3">
      <CredentialInputs shopSystem={shopSystem} fields={fields} problems={problems} values={values} onChange={setValues} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={isPending}>
          {t("settings.credentials_replace")}
        </Button>
        <p role="status" className={notice?.good === false ? "min-w-0 flex-1 basis-56 text-action-needed" : "text-ink-2"}>
          {isPending ? t("wizard.credentials_testing") : notice?.text}
        </p>
      </div>
    </form>
  );
}
