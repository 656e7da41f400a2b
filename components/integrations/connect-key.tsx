import { useRouter } from "next/navigation";
import { useTimeZone, useTranslations } from "next-intl";
import { type FormEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { CredentialInputs, type CredentialValues, filledIn } from "@/components/integrations/credential-inputs";
import { ImportStart } from "@/components/integrations/import-start";
import { StatusChoice } from "@/components/integrations/status-choice";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useKeyAttempt } from "@/components/integrations/use-key-attempt";
import { useMissingRights } from "@/components/integrations/use-missing-rights";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { Button } from "@/components/ui/button";
import { focusHeading } from "@/components/ui/focus-heading";
import { StateShape } from "@/components/ui/state-shape";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import type { CredentialField } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { ImportChoice } from "@/lib/integrations/connect/import-choice";
import { storeKeyAndImport, type TriedKey, tryKey } from "@/lib/integrations/settings/key-actions";

interface KeyProps {
  shopSystem: ShopSystem;
  fields: readonly CredentialField[];
  /** The shop handed over the key: nothing to type, and it is tested at once. */
  handedOver?: boolean;
}

type Works = Extract<TriedKey, { kind: "works" }>;

/** Tests the key, then lets the user choose the import start by the shop's order counts, then stores the key. */
export function ConnectKey({ shopSystem, fields, handedOver = false }: KeyProps) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.wizard");
  const failure = useTranslations("sync.failure");
  const own = useTranslations("integrations.shop_system");
  const describeMissing = useMissingRights(shopSystem);
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const timeZone = useTimeZone() ?? "UTC";
  const [values, setValues] = useState<CredentialValues>({});
  const [works, setWorks] = useState<Works | null>(null);
  const [hasWorked, setHasWorked] = useState(false);
  const [choice, setChoice] = useState<ImportChoice>({ kind: "all" });
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [counting, setCounting] = useState(false);
  /** Error code if the orders since the chosen day could not be counted. */
  const [uncounted, setUncounted] = useState<string | null>(null);
  const { attempt, problems, notice, isPending } = useKeyAttempt(shopSystem, () => (works ? store() : test()));

  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, problems);

  const key = useMemo(
    () => ({ integrationId, values: handedOver ? null : filledIn(values), timeZone }),
    [integrationId, handedOver, values, timeZone],
  );

  function test(event?: FormEvent): void {
    event?.preventDefault();
    attempt(tryKey, { ...key, since: null }, (answer: Works) => {
      setWorks(answer);
      setHasWorked(true);
      return null;
    });
  }

  /** Runs automatically. A failure only hides the count; its reason is shown, and it can be retried. */
  const countSince = useCallback(
    async (day: string) => {
      setCounting(true);
      const result = await tryKey(merchantId, { ...key, since: day }).catch(() => undefined);
      setCounting(false);
      if (!result?.ok) return setUncounted(errorMessage(result));
      const { value } = result;
      if (value.kind === "asked_to_wait") return setUncounted(failure("rate_limited", { status: 429 }));
      if (value.kind === "refused") return setUncounted(failure(value.failure, { status: value.status ?? 0 }));
      if (value.kind !== "works") return setUncounted(t("busy"));
      setUncounted(null);
      setWorks(
        (before) =>
          before && { ...before, choices: [...before.choices.filter(({ choice: { kind } }) => kind !== "since"), ...value.choices] },
      );
    },
    [merchantId, key, errorMessage, failure, t],
  );

  function store(event?: FormEvent): void {
    event?.preventDefault();
    setUncounted(null);
    attempt(
      storeKeyAndImport,
      { ...key, choice, leftOut: [...leftOut] },
      () => {
        // The event stream delivers the row, and the page continues.
        router.replace(`/m/${merchantId}/integrations/connect/${integrationId}`);
        return null;
      },
      ({ kind }) => {
        if (kind !== "asked_to_wait") setWorks(null);
      },
    );
  }

  const testOnArrival = useRef(handedOver);
  useEffect(() => {
    if (!testOnArrival.current) return;
    testOnArrival.current = false;
    test();
  });

  if (works)
    return (
      <form method="post" onSubmit={store} className="grid gap-4">
        <h3 ref={focusHeading} tabIndex={-1} className="outline-none grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
          <StateShape tone="healthy" className="mt-[3px]" />
          <span>
            <span className="font-medium">{t("works", { name: works.shop.name })}</span>
            {works.shop.version ? (
              <span className="text-ink-2"> {t("works_version", { shopSystem: own(shopSystem), version: works.shop.version })}</span>
            ) : null}
          </span>
        </h3>
        {works.shop.mayWrite === false ? <p className="text-action-needed">{t("read_only")}</p> : null}
        {works.shop.missingRights.length > 0 ? <p className="text-action-needed">{describeMissing(works.shop.missingRights)}</p> : null}
        {works.shop.historyDays === null ? null : <p className="text-ink-2">{t("history_limited", { days: works.shop.historyDays })}</p>}
        <ImportStart choices={works.choices} choice={choice} onChoose={setChoice} onCount={countSince} pending={counting} />
        {works.statuses.length > 0 ? <StatusChoice options={works.statuses} leftOut={leftOut} onChange={setLeftOut} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" size="lg" pending={isPending}>
            {t("start_import")}
          </Button>
          {handedOver ? null : (
            <Button size="lg" variant="ghost" onClick={() => setWorks(null)}>
              {t("change_key")}
            </Button>
          )}
          <p role="status" className="min-w-0 basis-full text-action-needed empty:sr-only">
            {uncounted ?? notice?.text}
          </p>
        </div>
      </form>
    );
  return (
    <form ref={form} method="post" onSubmit={test} className="grid gap-3">
      {handedOver ? null : (
        <CredentialInputs
          shopSystem={shopSystem}
          fields={fields}
          problems={problems}
          values={values}
          onChange={setValues}
          autoFocus={hasWorked}
        />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" size="lg" pending={isPending}>
          {t(handedOver ? "handed_over.test" : "credentials_test")}
        </Button>
        <p role="status" className={isPending ? "text-ink-2" : "min-w-0 flex-1 basis-56 text-action-needed"}>
          {isPending ? t("credentials_testing") : notice?.text}
        </p>
      </div>
    </form>
  );
}
