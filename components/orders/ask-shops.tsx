"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useOrderStatusLabel } from "@/components/orders/use-order-status-label";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import { lookUpOrderAction } from "@/lib/sync/lookup/actions";
import type { LookupOutcome, ShopLookup } from "@/lib/sync/lookup/lookup-answer";

interface AskShopsProps {
  merchantId: string;
  /** Number or id that no stored order has. */
  text: string;
  /** The shop of the filter; null asks all. */
  integrationId: string | null;
}

/** Asks the shops for an order that is not in the list and explains where it is. */
export function AskShops({ merchantId, text, integrationId }: AskShopsProps) {
  const t = useTranslations("orders.lookup");
  const errorMessage = useErrorMessage();
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<ActionResult<ShopLookup[]> | "offline" | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks anew.
  useEffect(() => {
    let isCurrent = true;
    setResult(null);
    lookUpOrderAction(merchantId, { text, integrationId })
      .catch(() => "offline" as const)
      .then((answer) => isCurrent && setResult(answer));
    return () => {
      isCurrent = false;
    };
  }, [merchantId, text, integrationId, attempt]);
  const lookups = result !== null && result !== "offline" && result.ok ? result.value : null;
  return (
    <section aria-label={t("title", { text })} className="rounded-lg border border-line bg-surface p-4">
      <h2 className="font-semibold text-lg">{t("title", { text })}</h2>
      <p role="status" className="mt-1 text-ink-2 empty:sr-only">
        {result === null ? t("asking") : lookups === null ? errorMessage(result === "offline" || result.ok ? undefined : result) : null}
      </p>
      {lookups ? (
        <ul className="mt-2 divide-y divide-line">
          {lookups.map(({ integrationId: id, shopName, outcome }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
              <div className="min-w-0">
                <p className="font-medium">{shopName}</p>
                <p className="text-ink-2">
                  <Explanation outcome={outcome} />
                </p>
              </div>
              <NextStep merchantId={merchantId} integrationId={id} outcome={outcome} />
            </li>
          ))}
        </ul>
      ) : null}
      {result !== null ? (
        <Button className="mt-3" onClick={() => setAttempt(attempt + 1)}>
          {t("again")}
        </Button>
      ) : null}
    </section>
  );
}

function Explanation({ outcome }: { outcome: LookupOutcome }): string {
  const t = useTranslations("orders.lookup.outcome");
  const failures = useTranslations("sync.failure");
  const statusLabel = useOrderStatusLabel();
  const format = useFormatter();
  const day = (instant: string): string => format.dateTime(new Date(instant), { dateStyle: "medium" });
  switch (outcome.kind) {
    case "not_in_shop":
      return outcome.historyDays === null ? t("not_in_shop") : t("not_in_shop_or_older", { days: outcome.historyDays });
    case "status_hidden":
      return t("status_hidden", { number: outcome.number, status: statusLabel(outcome.status) });
    case "before_import":
      return t("before_import", { number: outcome.number, changed: day(outcome.changedAt), from: day(outcome.importFrom) });
    case "quarantined":
      return t("quarantined", { field: outcome.error });
    case "imported":
      return t(outcome.unlisted ? "imported_unlisted" : "imported", { number: outcome.number });
    case "stored":
    case "other_store":
      return t(outcome.kind, { number: outcome.number });
    case "not_asked":
      return t("not_asked", { reason: failures(outcome.failure, { status: outcome.status ?? 0 }) });
    default:
      return t(outcome.kind);
  }
}

/** Where the user goes on: to the order, or to the page of the shop that shows the reason. */
function NextStep({ merchantId, integrationId, outcome }: { merchantId: string; integrationId: string; outcome: LookupOutcome }) {
  const t = useTranslations("orders.lookup.step");
  const shop = `/m/${merchantId}/integrations/${integrationId}` as const;
  if ("orderId" in outcome)
    return (
      <LinkButton variant="primary" href={`/m/${merchantId}/orders/${outcome.orderId}`}>
        {t("open")}
      </LinkButton>
    );
  if (outcome.kind === "quarantined" || outcome.kind === "before_import")
    return <LinkButton href={`${shop}/orders`}>{t("sync")}</LinkButton>;
  return outcome.kind === "not_asked" ? <LinkButton href={`${shop}/check`}>{t("diagnosis")}</LinkButton> : null;
}
