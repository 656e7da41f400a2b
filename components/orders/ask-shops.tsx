"use client";

import type { Route } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useOrderStatusLabel } from "@/components/orders/order-status";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import { lookUpOrderAction, lookUpOrderAsStaff } from "@/lib/sync/actions";
import { describeLookup } from "@/lib/sync/lookup/describe-lookup";
import type { LookupOutcome, OrderLookup, ShopLookup } from "@/lib/sync/lookup/lookup-answer";

interface AskShopsProps {
  merchantId: string;
  /** Order number or id to look up. */
  text: string;
  /** The shop of the filter; null asks all shops. */
  integrationId: string | null;
  /** In the support console, whose links lead to a merchant's pages through a visit. */
  asStaff?: boolean;
}

export function AskShops({ merchantId, text, integrationId, asStaff = false }: AskShopsProps) {
  const t = useTranslations("orders.lookup");
  const errorMessage = useErrorMessage();
  const [attempt, setAttempt] = useState({ integrationId, count: 0 });
  const [importing, setImporting] = useState<string | null>(null);
  const [result, setResult] = useState<ActionResult<OrderLookup> | "offline" | null>(null);
  const lookUp = asStaff ? lookUpOrderAsStaff : lookUpOrderAction;
  const ask = (integrationId: string | null, importsOlder: boolean) =>
    lookUp(merchantId, { text, integrationId, importsOlder }).catch(() => "offline" as const);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks the shops again
  useEffect(() => {
    let isCurrent = true;
    setResult(null);
    ask(attempt.integrationId, false).then((answer) => isCurrent && setResult(answer));
    return () => {
      isCurrent = false;
    };
  }, [merchantId, text, attempt]);
  const answer = result !== null && result !== "offline" && result.ok ? result.value : null;
  const importOlder = async (id: string) => {
    if (!answer) return;
    setImporting(id);
    const imported = await ask(id, true);
    setImporting(null);
    if (imported === "offline" || !imported.ok) return setResult(imported);
    const [changed] = imported.value.lookups;
    const lookups = answer.lookups.map((lookup) => (changed && lookup.integrationId === id ? changed : lookup));
    setResult({ ok: true, value: { ...answer, lookups } });
  };
  const again = (integrationId: string | null) => setAttempt({ integrationId, count: attempt.count + 1 });
  return (
    <section aria-label={t("title", { text })} className="rounded-lg border border-line bg-surface p-4">
      <h2 className="font-semibold text-lg">{t("title", { text })}</h2>
      <p role="status" className="mt-1 text-ink-2 empty:sr-only">
        {result === null ? t("asking") : answer === null ? errorMessage(result === "offline" || result.ok ? undefined : result) : null}
      </p>
      {answer ? (
        <ul className="mt-2 divide-y divide-line">
          {answer.lookups.map(({ integrationId: id, shopName, outcome, requests }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
              <div className="min-w-0">
                <p className="font-medium">
                  <bdi>{shopName}</bdi>
                </p>
                <p className="text-ink-2">
                  <Explanation outcome={outcome} />
                </p>
                <Requests requests={requests} />
              </div>
              <div className="flex flex-wrap gap-2">
                {outcome.kind === "before_import" ? (
                  <Button variant="primary" pending={importing === id} onClick={() => importOlder(id)}>
                    {t("step.import")}
                  </Button>
                ) : null}
                <NextStep merchantId={merchantId} integrationId={id} outcome={outcome} asStaff={asStaff} />
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {answer && answer.shopsNotAsked > 0 ? (
        <p className="mt-2 text-ink-2">{t("not_asked_shops", { count: answer.shopsNotAsked })}</p>
      ) : null}
      {result !== null ? (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button onClick={() => again(attempt.integrationId)}>{t("again")}</Button>
          {attempt.integrationId === null ? null : <Button onClick={() => again(null)}>{t("all_shops")}</Button>}
        </div>
      ) : null}
    </section>
  );
}

/** The requests that were sent and the shop's answers. */
function Requests({ requests }: Pick<ShopLookup, "requests">) {
  const t = useTranslations("orders.lookup");
  const format = useFormatter();
  const last = requests.at(-1);
  if (!last) return null;
  const exchanges = requests.map(({ method, path, status }) => `${method} ${path} → ${status ?? t("no_answer")}`);
  return (
    <p className="mt-0.5 text-ink-3 text-sm [overflow-wrap:anywhere]">
      {t("requests", { time: format.dateTime(new Date(last.at), "second"), requests: exchanges.join(" · ") })}
    </p>
  );
}

function Explanation({ outcome }: { outcome: LookupOutcome }): string {
  const words = useTranslations("orders.lookup.outcome");
  const failures = useTranslations("sync.failure");
  const status = useOrderStatusLabel();
  const format = useFormatter();
  return describeLookup(outcome, {
    outcome: (key, values) => words(key as Parameters<typeof words>[0], values),
    failure: (key, values) => failures(key as Parameters<typeof failures>[0], values),
    status,
    day: (at) => format.dateTime(at, "day"),
  });
}

interface NextStepProps extends Pick<ShopLookup, "integrationId" | "outcome"> {
  merchantId: string;
  asStaff: boolean;
}

/** The next step: the order, or the shop's page that shows the reason. */
function NextStep({ merchantId, integrationId, outcome, asStaff }: NextStepProps) {
  const t = useTranslations("orders.lookup.step");
  const to = (page: `orders/${string}` | `integrations/${string}`): Route => {
    const path = `/m/${merchantId}/${page}` as Route;
    return asStaff ? (`/support/merchants/${merchantId}?to=${path}#act` as Route) : path;
  };
  const shop = `integrations/${integrationId}` as const;
  if ("orderId" in outcome)
    return (
      <LinkButton variant="primary" href={to(`orders/${outcome.orderId}`)}>
        {t("open")}
      </LinkButton>
    );
  if (outcome.kind === "quarantined" || outcome.kind === "before_import")
    return <LinkButton href={to(`${shop}/sync`)}>{t("sync")}</LinkButton>;
  if (outcome.kind !== "not_asked") return null;
  return outcome.failure === "no_credentials" ? (
    <LinkButton href={to(`integrations/connect/${integrationId}`)}>{t("connect")}</LinkButton>
  ) : (
    <LinkButton href={to(`${shop}/diagnosis`)}>{t("diagnosis")}</LinkButton>
  );
}
