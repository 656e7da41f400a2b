import { useTranslations } from "next-intl";
import { Parts } from "@/components/ui/parts";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { LastCountCheck } from "@/lib/integrations/data";

interface FactsProps {
  merchantId: string;
  integrationId: string;
  lastImportAt: string | null;
  orders: number;
  /** Orders excluded from the lists by status. */
  leftOut: number;
  quarantined: number;
  /** The newest full count check. */
  proof: LastCountCheck | null;
}

/** What the orders lane has imported so far. */
export function OrdersFacts({ merchantId, integrationId, lastImportAt, orders, leftOut, quarantined, proof }: FactsProps) {
  const t = useTranslations("integrations.page");
  const delta = proof?.statusDelta ?? 0;
  return (
    // One line each on a phone, so that content below stays in place.
    <Parts className="gap-y-1 text-ink-2 max-sm:flex-col">
      {lastImportAt ? (
        <span>
          {t("last_import")} <Time at={lastImportAt} />
        </span>
      ) : (
        t(orders > 0 ? "import_unfinished" : "never_imported")
      )}
      {t("orders_here", { count: orders })}
      {proof ? (
        <span>
          <span className={proof.shopCount === proof.ourCount && proof.shopCount !== null ? "" : "font-medium text-recovering"}>
            {proof.shopCount === null || proof.ourCount === null
              ? t("proof_none")
              : proof.shopCount === proof.ourCount
                ? t(proof.ourCount === orders ? "proof_agrees" : "proof_matched")
                : t("proof", { shop: proof.shopCount })}
          </span>{" "}
          (<Time at={proof.at} />)
        </span>
      ) : null}
      {proof?.shopCount != null && proof.ourCount != null && proof.ourCount > proof.shopCount ? (
        <span>{t("maybe_gone", { count: proof.ourCount - proof.shopCount })}</span>
      ) : null}
      {delta === 0 ? null : (
        <span className="font-medium text-recovering">
          {t(delta > 0 ? "by_status_more" : "by_status_fewer", { count: Math.abs(delta) })}
        </span>
      )}
      {leftOut > 0 ? (
        <TextLink href={`/m/${merchantId}/orders?shop=${integrationId}&left_out=1`}>{t("left_out", { count: leftOut })}</TextLink>
      ) : null}
      {quarantined > 0 ? t("set_aside_count", { count: quarantined }) : null}
      {orders > 0 ? <TextLink href={`/m/${merchantId}/orders?shop=${integrationId}`}>{t("see_orders")}</TextLink> : null}
    </Parts>
  );
}
