import { useTranslations } from "next-intl";
import { Term } from "@/components/help/term";
import { TryAgainButton } from "@/components/integrations/late-parts";
import { Panel } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { OrderSetAside } from "@/lib/sync/coverage-reads";

/** Orders that did not fit: each with its error and the shop's record, as text. */
export function SetAsideList({
  merchantId,
  integrationId,
  orders,
  readOnly,
}: {
  merchantId: string;
  integrationId: string;
  orders: readonly OrderSetAside[];
  readOnly: boolean;
}) {
  const t = useTranslations("sync.set_aside");
  if (orders.length === 0) return null;
  return (
    <Panel
      title={t("title")}
      term={<Term name="set_aside" />}
      actions={readOnly ? null : <TryAgainButton merchantId={merchantId} integrationId={integrationId} />}
    >
      <p className="text-ink-2">{t("intro")}</p>
      <ul className="mt-3 grid gap-2">
        {orders.map((order) => (
          <li key={order.id}>
            <details className="rounded-md border border-line">
              <summary className="cursor-pointer px-3 py-2">
                <bdi className="font-medium">{t("order", { id: order.externalId })}</bdi>{" "}
                <span className="text-ink-3 text-sm">
                  {t("since")} <Time at={order.firstSeenAt} form="clock" />
                </span>
                <code className="mt-0.5 block font-mono text-ink-2 text-sm [overflow-wrap:anywhere]">{order.error}</code>
              </summary>
              <pre className="max-h-80 overflow-auto whitespace-pre-wrap border-line border-t bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]">
                {JSON.stringify(order.raw, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
