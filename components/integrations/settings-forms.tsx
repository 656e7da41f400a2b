import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { type Notice, refusal, useActionWithNotice } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";
import { changeAddressAction, renameAction } from "@/lib/integrations/settings-actions";

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
  // The stored value changed elsewhere: show it unless the user is typing, and keep the message.
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
                // Edited again: no longer saved.
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
  // Saving would delete the key: a second click confirms.
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
        if (answer.kind === "key_stays_behind") {
          setAsked(address);
          return refusal(t("settings.key_stays_behind", { host: answer.host }));
        }
        const { overHttps } = answer;
        const open = overHttps === null ? "" : ` ${t(`address.https.${overHttps}`)} ${t("address.in_the_open")}`;
        return t("settings.saved") + open;
      }}
    />
  );
}
