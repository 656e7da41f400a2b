import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { CurrencySum } from "@/lib/orders/data";
import { formatMoney } from "@/lib/orders/money";

export function OrderSums({ sums, count }: { sums: readonly CurrencySum[]; count: number }) {
  const t = useTranslations("orders.list");
  const locale = useLocale();
  const format = useFormatter();
  const amounts = sums.map(({ total, currency }) => formatMoney(locale, total, currency));
  return <p className="text-right text-ink-2 tabular-nums">{t("sum", { count, amounts: format.list(amounts, { type: "unit" }) })}</p>;
}
