import type { Route } from "next";
import { useTranslations } from "next-intl";
import { CorrectShipment, DropShipmentButton, MarkShippedForm, SendAgainButton } from "@/components/orders/shipment-forms";
import { Term } from "@/components/shell/term";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/section";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink, textLinkStyle } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Toaster } from "@/components/ui/toaster";
import { route } from "@/lib/base/route";
import { replacesNumbers } from "@/lib/connectors/shop-systems";
import { anyKey } from "@/lib/i18n/any-key";
import type { OrderDetail } from "@/lib/orders/order-view";
import type { OrderShipments, ShipmentView } from "@/lib/orders/tracking/data";

interface ShipmentsProps extends Omit<OrderShipments, "readAt"> {
  merchantId: string;
  order: OrderDetail;
}

export function Shipments({ merchantId, order, shipments, readOnly }: ShipmentsProps) {
  const t = useTranslations("tracking");
  const shopHref = route(`/m/${merchantId}/integrations/${order.integration.id}`);
  const mayMark = !readOnly && order.removedAt === null;
  return (
    <Panel title={t("title")} term={<Term name="tracking" />}>
      <FocusKeeper outcome={shipments.length}>
        {shipments.length === 0 ? (
          <p className="text-ink-2">{t("none")}</p>
        ) : (
          <ul aria-label={t("list")} className="grid gap-4">
            {shipments.map((shipment) => (
              <li key={shipment.id} className="grid gap-1 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] md:gap-x-6">
                <div className="min-w-0">
                  <p className="[overflow-wrap:anywhere]">
                    <bdi className="font-medium">{shipment.carrier}</bdi> <bdi className="font-mono">{shipment.trackingNumber}</bdi>
                  </p>
                  <p className="text-ink-3 text-sm">
                    {t("recorded")} <Time at={shipment.recordedAt} form="clock" />
                    {shipment.trackingUrl ? (
                      <>
                        {" · "}
                        <a href={shipment.trackingUrl} rel="noopener noreferrer" target="_blank" className={textLinkStyle}>
                          {t("track")}
                        </a>
                      </>
                    ) : null}
                  </p>
                  {mayMark ? (
                    <CorrectShipment merchantId={merchantId} shipment={shipment} replaces={replacesNumbers(order.integration.shopSystem)} />
                  ) : null}
                </div>
                <ShipmentState merchantId={merchantId} shipment={shipment} shopHref={shopHref} readOnly={readOnly} />
              </li>
            ))}
          </ul>
        )}
      </FocusKeeper>
      {mayMark ? <MarkShippedForm merchantId={merchantId} orderId={order.id} another={shipments.length > 0} /> : null}
      {readOnly ? null : <Toaster />}
    </Panel>
  );
}

interface StateProps {
  merchantId: string;
  shipment: ShipmentView;
  shopHref: Route;
  readOnly: boolean;
}

function ShipmentState({ merchantId, shipment, shopHref, readOnly }: StateProps) {
  const t = useTranslations("tracking");
  const colon = useTranslations("states")("colon");
  const { status, failure } = shipment;
  const advice = anyKey(useTranslations("tracking.advice"));
  const why = useFailureWords(shipment);
  if (status === "sent")
    return (
      <div className="grid gap-1">
        <p>
          <StateMark tone="healthy">{t("sent")}</StateMark> {shipment.sentAt ? <Time at={shipment.sentAt} form="clock" /> : null}
        </p>
        {shipment.cancelledAt ? <p className="text-ink-2">{t("cancelled")}</p> : null}
      </div>
    );
  if (status === "waiting" && !failure)
    return (
      <p>
        <StateMark tone="working">{t("waiting")}</StateMark>
      </p>
    );
  return (
    <div className="grid justify-items-start gap-1">
      <p>
        <StateMark tone={status === "failed" ? "action_needed" : "recovering"}>
          {t(status === "failed" ? "failed" : "waiting_again")}
        </StateMark>
        {why ? `${colon} ${why}` : null}
      </p>
      {shipment.shopSays ? (
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          {t("shop_says")} <q>{shipment.shopSays}</q>
        </p>
      ) : null}
      {status === "failed" ? (
        <p className="text-ink-2">{advice(failure && advice.has(failure) ? failure : "any")}</p>
      ) : (
        <p className="text-ink-2">
          {t("next_try")} {shipment.nextPushAt ? <Time at={shipment.nextPushAt} form="clock" /> : null}
        </p>
      )}
      <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {readOnly ? null : <SendAgainButton merchantId={merchantId} shipmentId={shipment.id} trackingNumber={shipment.trackingNumber} />}
        <TextLink href={shopHref}>{t("to_shop")}</TextLink>
      </span>
      {/* On its own line: it grows when it asks for confirmation and must not move from under the pointer. */}
      {readOnly ? null : <DropShipmentButton merchantId={merchantId} shipmentId={shipment.id} trackingNumber={shipment.trackingNumber} />}
    </div>
  );
}

/** Prefers this lane's message; falls back to the sync's message for the same failure. */
function useFailureWords({ failure, failureStatus }: ShipmentView): string | null {
  const own = anyKey(useTranslations("tracking.failure"));
  const sync = anyKey(useTranslations("sync.failure"));
  if (!failure || !/^[a-z_]+$/.test(failure)) return null;
  if (own.has(failure)) return own(failure);
  return sync(sync.has(failure) ? failure : "internal_error", { status: failureStatus ?? 0 });
}
