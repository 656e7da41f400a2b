import { useFormatter, useTranslations } from "next-intl";
import { useOrderStatusLabel } from "@/components/orders/order-status";
import type { ShopStatus } from "@/lib/connectors/shop";

interface ChoiceProps {
  options: readonly ShopStatus[];
  leftOut: ReadonlySet<string>;
  onChange: (leftOut: ReadonlySet<string>) => void;
}

export function StatusChoice({ options, leftOut, onChange }: ChoiceProps) {
  const t = useTranslations("integrations.statuses");
  const nameOf = useOrderStatusLabel();
  const sum = (some: readonly ShopStatus[]): number => some.reduce((all, { orders }) => all + (orders ?? 0), 0);
  const total = sum(options);
  const shown = total - sum(options.filter(({ status }) => leftOut.has(status)));
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">{t("title")}</legend>
      <p className="text-ink-3 text-sm">{t("help")}</p>
      <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {options.map((option) => (
          <label key={option.status} className="flex min-h-10 items-center gap-3 px-3 py-2">
            <input
              type="checkbox"
              className="tick"
              checked={!leftOut.has(option.status)}
              onChange={({ target }) => {
                const next = new Set(leftOut);
                if (target.checked) next.delete(option.status);
                else next.add(option.status);
                onChange(next);
              }}
            />
            <bdi className="min-w-0 flex-1 [overflow-wrap:break-word]">{nameOf(option.status, option.name)}</bdi>
            {option.orders === null ? null : <Orders count={option.orders} />}
          </label>
        ))}
      </div>
      <p role="status" className="text-ink-2">
        {leftOut.size === 0
          ? t("all")
          : options.some(({ orders }) => orders === null)
            ? t("some_uncounted", { count: leftOut.size })
            : t("some", { shown, total })}
      </p>
    </fieldset>
  );
}

/** Sighted users see only the number, since every line has one. */
function Orders({ count }: { count: number }) {
  const t = useTranslations("integrations.statuses");
  const format = useFormatter();
  return (
    <span className="text-ink-2 tabular-nums">
      <span aria-hidden="true">{format.number(count)}</span>
      <span className="sr-only">{t("orders", { count })}</span>
    </span>
  );
}
