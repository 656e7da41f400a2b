import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import type { SharedNumber } from "@/lib/orders/tracking/shared-numbers";

const NUMBERS_SHOWN = 20;
const ORDERS_SHOWN = 5;

/** Warns about tracking numbers shared by several orders; a second submit confirms. */
export function SharedNumbers({ shared }: { shared: readonly SharedNumber[] }) {
  const t = useTranslations("tracking.shared");
  const format = useFormatter();
  const listOf = (orders: readonly string[]): string => {
    const more = orders.length - ORDERS_SHOWN;
    return more > 0 ? `${orders.slice(0, ORDERS_SHOWN).join(", ")} ${t("more", { count: more })}` : format.list(orders);
  };
  if (shared.length === 0) return null;
  return (
    <div role="alert">
      <Banner tone="recovering" title={t("title", { count: shared.length })}>
        <ul className="grid gap-0.5">
          {shared.slice(0, NUMBERS_SHOWN).map(({ trackingNumber, orders }) => (
            <li key={trackingNumber}>{t("number", { number: trackingNumber, orders: listOf(orders) })}</li>
          ))}
        </ul>
        {shared.length > NUMBERS_SHOWN ? <p>{t("more", { count: shared.length - NUMBERS_SHOWN })}</p> : null}
        <p className="mt-1">{t("text")}</p>
      </Banner>
    </div>
  );
}
