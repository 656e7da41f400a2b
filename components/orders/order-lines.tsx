import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { LIMITS } from "@/lib/base/limits";
import { countryName } from "@/lib/orders/country-name";
import { formatMoney } from "@/lib/orders/money";
import type { OrderDetail } from "@/lib/orders/order-view";

export function OrderLines({ order }: { order: OrderDetail }) {
  const t = useTranslations("orders.page");
  const locale = useLocale();
  const format = useFormatter();
  const money = (amount: string) => formatMoney(locale, amount, order.currency);
  const amounts = [
    ["shipping_cost", order.totals.shipping],
    ["fees", order.totals.fees],
    ["discount", order.totals.discount],
    ["tax", order.totals.tax],
  ] as const;
  const sums = amounts.filter(([, amount]) => amount !== "" && Number(amount) !== 0);
  return (
    <div className="grid min-w-0 gap-3">
      {order.lines.length === 0 ? (
        <p className="text-ink-2">{t("no_lines")}</p>
      ) : (
        <Table
          label={t("lines")}
          columns={[
            t("item"),
            { id: "quantity", name: t("quantity"), className: "text-right" },
            { id: "unit", name: t("unit_price"), className: "text-right max-sm:hidden" },
            { id: "total", name: t("line_total"), className: "text-right" },
          ]}
        >
          {order.lines.slice(0, LIMITS.shownLines).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: shops repeat line ids, and the list is static
            <TableRow key={index}>
              <TableCell className="min-w-36 [overflow-wrap:anywhere]">
                <bdi>{line.name}</bdi>
                <span className="block text-ink-3 text-sm">
                  {[
                    line.sku === "" ? "" : `${t("sku")} ${line.sku}`,
                    line.hsCode ? t("hs_code", { code: line.hsCode }) : "",
                    line.weightGrams === null ? "" : t("weight", { grams: line.weightGrams }),
                    line.originCountry ? t("origin", { country: countryName(locale, line.originCountry) }) : "",
                  ]
                    .filter((part) => part !== "")
                    .join(" · ")}
                </span>
              </TableCell>
              <TableCell className="text-right sm:whitespace-nowrap">
                {format.number(line.quantity, { maximumFractionDigits: 20 })}
                <span className="text-ink-3 sm:hidden"> × {money(line.unitPrice)}</span>
              </TableCell>
              <TableCell className="whitespace-nowrap text-right max-sm:hidden">{money(line.unitPrice)}</TableCell>
              <TableCell className="whitespace-nowrap text-right">{money(line.total)}</TableCell>
            </TableRow>
          ))}
        </Table>
      )}
      {order.lines.length > LIMITS.shownLines ? (
        <p className="text-ink-2">{t("lines_start", { shown: LIMITS.shownLines, count: order.lines.length })}</p>
      ) : null}
      <dl className="ml-auto grid w-full max-w-72 grid-cols-[1fr_auto] gap-x-6 gap-y-1 px-3">
        {sums.map(([name, amount]) => (
          <div key={name} className="contents text-ink-2">
            <dt>{t(name)}</dt>
            <dd className="text-right">{money(amount)}</dd>
          </div>
        ))}
        <dt className="font-semibold">{t("total")}</dt>
        <dd className="text-right font-semibold">{money(order.total)}</dd>
      </dl>
    </div>
  );
}
