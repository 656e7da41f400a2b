import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useOrderStatusLabel } from "@/components/orders/order-status";
import { Time } from "@/components/ui/time";
import { formatMoney } from "@/lib/orders/money";
import type { FoundOrder, Hit } from "@/lib/support/find";
import { HIT_KINDS, HITS_SHOWN } from "@/lib/support/hits";

/** A hit leads to the merchant in the console, which links to the record itself. */
const hrefOf = ({ kind, merchantId, path }: Hit) => `/support/merchants/${merchantId}${kind === "merchant" ? "" : `?to=${path}`}` as const;

export function HitList({ hits, text }: { hits: readonly Hit[]; text: string }) {
  const t = useTranslations("support.search");
  return (
    <div role="status" aria-label={t("found", { count: hits.length })} className="grid gap-5">
      {HIT_KINDS.map((kind) => {
        const own = hits.filter((hit) => hit.kind === kind);
        if (own.length === 0) return null;
        return (
          <section key={kind} aria-labelledby={`hits-${kind}`}>
            <h2 id={`hits-${kind}`} className="mb-1.5 font-semibold">
              {t(`kind.${kind}`)}
            </h2>
            <Hits hits={own} text={text.replace(/^#/, "")} />
            {own.length === HITS_SHOWN ? (
              <p className="mt-1 text-ink-3 text-sm">{t(kind === "order" ? "more_orders" : "more", { count: HITS_SHOWN })}</p>
            ) : null}
          </section>
        );
      })}
    </div>
  );
}

export function Hits({ hits, text }: { hits: readonly Hit[]; text: string }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {hits.map((hit) => (
        <li
          key={`${hit.path} ${hit.text}`}
          data-row={hit.path}
          className="relative px-4 py-2 [overflow-wrap:anywhere] focus-within:bg-hover/60 hover:bg-hover/60"
        >
          <Link href={hrefOf(hit)} prefetch={false} className="rounded-sm font-medium after:absolute after:inset-0">
            <bdi>
              <Marked content={hit.text} text={text} />
            </bdi>
          </Link>
          <span className="text-ink-2">
            {[hit.note, hit.kind === "merchant" ? "" : hit.merchantName].map((part, place) =>
              part === "" ? null : (
                // biome-ignore lint/suspicious/noArrayIndexKey: the two places are fixed, and both may hold the same name
                <span key={place}>
                  {" · "}
                  <bdi>{part}</bdi>
                </span>
              ),
            )}
          </span>
          {hit.order ? <OrderLine order={hit.order} isParcel={hit.kind === "parcel"} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** What tells orders of equal numbers apart. */
function OrderLine({ order, isParcel }: { order: FoundOrder; isParcel: boolean }) {
  const t = useTranslations("support.search");
  const labelOf = useOrderStatusLabel();
  const locale = useLocale();
  return (
    <span className="flex flex-wrap gap-x-3 text-ink-2 text-sm">
      {isParcel ? <bdi>{t("of_order", { number: order.number })}</bdi> : null}
      <bdi>{order.shop}</bdi>
      <Time at={order.placedAt} form="full" />
      <span className="tabular-nums">{formatMoney(locale, order.total, order.currency)}</span>
      <bdi>{order.removedAt ? t("removed") : labelOf(order.status, order.statusName)}</bdi>
    </span>
  );
}

function Marked({ content, text }: { content: string; text: string }) {
  const at = text === "" ? -1 : content.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return content;
  return (
    <>
      {content.slice(0, at)}
      <mark className="rounded-sm bg-accent-soft text-inherit">{content.slice(at, at + text.length)}</mark>
      {content.slice(at + text.length)}
    </>
  );
}
