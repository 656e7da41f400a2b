import { useTranslations } from "next-intl";
import { Parts } from "@/components/ui/parts";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { IntegrationSettings } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { countClaim } from "@/lib/sync/past-runs/count-claim";

interface FactsProps {
  merchantId: string;
  row: IntegrationRow;
  settings: Pick<IntegrationSettings, "orders" | "leftOut" | "quarantined" | "dismissed" | "lastCountCheck">;
}

export function OrdersFacts({ merchantId, row, settings: { orders, leftOut, quarantined, dismissed, lastCountCheck } }: FactsProps) {
  const t = useTranslations("integrations.page");
  const { lastSuccessAt } = row.lanes.orders_in;
  const ofShop = `/m/${merchantId}/orders?shop=${row.id}` as const;
  const delta = lastCountCheck?.statusDelta ?? 0;
  const counts = lastCountCheck && countClaim(lastCountCheck);
  return (
    // On phones one line each, so that content below stays in place.
    <Parts className="gap-y-1 text-ink-2 max-sm:flex-col">
      {lastSuccessAt ? (
        <span>
          {t("last_import")} <Time at={lastSuccessAt} />
        </span>
      ) : (
        t(orders > 0 ? "import_unfinished" : "never_imported")
      )}
      {t("orders_here", { count: orders })}
      {lastCountCheck ? (
        <span>
          <span className={counts?.isComplete ? "" : "font-medium text-recovering"}>
            {!counts
              ? t("count_check_none")
              : counts.isComplete
                ? t(counts.ours === orders ? "count_check_agrees" : "count_check_matched")
                : t("count_check", { shop: counts.shop })}
          </span>{" "}
          (<Time at={lastCountCheck.at} />)
        </span>
      ) : null}
      {counts && counts.gone > 0 ? <span>{t("maybe_gone", { count: counts.gone })}</span> : null}
      {counts && counts.kept > 0 ? <span>{t("kept", { count: counts.kept })}</span> : null}
      {delta === 0 ? null : (
        <span className="font-medium text-recovering">
          {t(delta > 0 ? "by_status_more" : "by_status_fewer", { count: Math.abs(delta) })}
        </span>
      )}
      {leftOut > 0 ? <TextLink href={`${ofShop}&left_out=1`}>{t("left_out", { count: leftOut })}</TextLink> : null}
      {quarantined > 0 ? t("quarantined_count", { count: quarantined, dismissed }) : null}
      {orders > 0 ? <TextLink href={ofShop}>{t("see_orders")}</TextLink> : null}
    </Parts>
  );
}
