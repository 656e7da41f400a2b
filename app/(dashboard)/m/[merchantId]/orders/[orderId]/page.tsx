import type { Metadata } from "next";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { loadOrder, loadOrderShipments } from "@/app/(dashboard)/m/[merchantId]/orders/loader";
import { FollowPage } from "@/components/live/follow-page";
import { OrderStatus } from "@/components/orders/order-status";
import { Shipments } from "@/components/orders/shipments";
import { PageCrumb } from "@/components/shell/page-crumb";
import { Banner } from "@/components/ui/banner";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/section";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { LIMITS } from "@/lib/base/limits";
import type { PostalAddress } from "@/lib/connectors/shop";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { settingsPath } from "@/lib/integrations/shop-paths";
import { countryName } from "@/lib/orders/country-name";
import { formatMoney } from "@/lib/orders/money";
import type { OrderDetail } from "@/lib/orders/order-view";
import { recordStart } from "@/lib/orders/record-start";

export async function generateMetadata({ params }: PageProps<"/m/[merchantId]/orders/[orderId]">): Promise<Metadata> {
  const { merchantId, orderId } = await params;
  const [order, t] = await Promise.all([loadOrder(merchantId, orderId), getTranslations("orders")]);
  return { title: t("order_title", { number: order.number }) };
}

export default async function OrderPage({ params }: PageProps<"/m/[merchantId]/orders/[orderId]">) {
  const { merchantId, orderId } = await params;
  const [order, sent, t] = await Promise.all([
    loadOrder(merchantId, orderId),
    loadOrderShipments(merchantId, orderId),
    getTranslations("orders"),
  ]);
  const record = recordStart(order.raw);
  const sameAddress = JSON.stringify(order.billing) === JSON.stringify(order.shipping);
  const times = [
    ["placed", order.placedAt],
    ["paid", order.paidAt],
    ["modified", order.modifiedAt],
    ["first_seen", order.firstSeenAt],
    ["last_seen", order.lastSeenAt],
    ...(order.removedAt ? ([["removed", order.removedAt]] as const) : []),
  ] as const;
  return (
    <div className="grid min-w-0 gap-6">
      <FollowPage merchantId={merchantId} integrationId={order.integration.id} topic="orders" readAt={sent.readAt} />
      <PageCrumb>{order.number}</PageCrumb>
      <header className="grid gap-1">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold text-xl tracking-[-0.01em] [overflow-wrap:anywhere]">
          <bdi>{t("order_title", { number: order.number })}</bdi>
          <OrderStatus status={order.status} name={order.statusName} />
        </h1>
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          {t.rich("page.from_shop", {
            shop: order.integration.name,
            link: (chunks) => (
              <TextLink href={`/m/${merchantId}/integrations/${order.integration.id}`}>
                <bdi>{chunks}</bdi>
              </TextLink>
            ),
          })}
          {" · "}
          <Time at={order.placedAt} form="full" />
        </p>
      </header>
      {order.removedAt ? (
        <Banner tone="idle" title={t("page.removed")}>
          {t("page.removed_text")}
        </Banner>
      ) : null}
      {order.isLeftOut ? (
        <Banner tone="idle" title={t("page.left_out")}>
          {t.rich("page.left_out_text", {
            link: (chunks) => <TextLink href={settingsPath(merchantId, order.integration.id, "import")}>{chunks}</TextLink>,
          })}
        </Banner>
      ) : null}
      <div className="grid min-w-0 gap-3">
        <h2 className="font-semibold text-lg">{t("page.lines")}</h2>
        <OrderLines order={order} />
      </div>
      <ClientMessages
        namespaces={[
          "tracking.correct",
          "tracking.form",
          "tracking.problem",
          "tracking.shared",
          "tracking.send_again",
          "tracking.sending_again",
          "tracking.drop",
          "tracking.dropped",
        ]}
      >
        <Shipments merchantId={merchantId} order={order} shipments={sent.shipments} readOnly={sent.readOnly} />
      </ClientMessages>
      <div className="grid items-start gap-4 md:grid-cols-3">
        <Panel title={t("page.shipping")}>
          <AddressBlock address={order.shipping} />
        </Panel>
        <Panel title={t("page.billing")}>
          {sameAddress ? <p className="text-ink-2">{t("page.same_address")}</p> : <AddressBlock address={order.billing} />}
        </Panel>
        <Panel title={t("page.times")}>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            {times.map(([name, at]) => (
              <div key={name} className="contents">
                <dt className="text-ink-3">{t(`page.${name}`)}</dt>
                <dd>{at ? <Time at={at} form="full" /> : <span className="text-ink-3">{t("page.not_paid")}</span>}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      </div>
      <details className="min-w-0 rounded-lg border border-line bg-surface">
        <summary className="cursor-pointer px-4 py-2.5 font-semibold">{t("page.raw")}</summary>
        <div className="border-line border-t">
          <div className="flex flex-wrap items-center justify-between gap-2 px-4 py-2 text-ink-2">
            <p>{record.total === null ? t("page.raw_text") : t("page.record_start", { shown: record.text.length, count: record.total })}</p>
            <CopyButton text={record.text} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard */}
          <pre tabIndex={0} className="foreign max-h-[32rem] overflow-auto whitespace-pre-wrap bg-sunken p-4 font-mono text-sm">
            {record.text}
          </pre>
        </div>
      </details>
    </div>
  );
}

/** A postal address as the shop stores it, with the country spelled out. */
function AddressBlock({ address }: { address: PostalAddress }) {
  const t = useTranslations("orders.page");
  const locale = useLocale();
  const lines = [
    address.name,
    address.company,
    address.street1,
    address.street2,
    [address.postalCode, address.city].filter((part) => part !== "").join(" "),
    [address.state, countryName(locale, address.country)].filter((part) => part !== "").join(", "),
    address.email,
    address.phone,
  ].filter((line) => line !== "");
  if (lines.length === 0) return <p className="text-ink-3">{t("no_address")}</p>;
  return (
    <address className="not-italic [overflow-wrap:anywhere]">
      {[...new Set(lines)].map((line) => (
        <bdi key={line} className="block">
          {line}
        </bdi>
      ))}
    </address>
  );
}

function OrderLines({ order }: { order: OrderDetail }) {
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
