import { useTranslations } from "next-intl";
import { Term } from "@/components/help/term";
import { CorrectShipment } from "@/components/orders/correct-shipment";
import { MarkShippedForm } from "@/components/orders/mark-shipped-form";
import { ShipmentState } from "@/components/orders/shipment-state";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/panel";
import { textLinkStyle } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Toaster } from "@/components/ui/toaster";
import { route } from "@/lib/base/route";
import { REPLACING_PLATFORMS } from "@/lib/connectors/shop";
import type { OrderDetail } from "@/lib/orders/order-view";
import type { OrderShipments } from "@/lib/orders/tracking/data";

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
                    <CorrectShipment
                      merchantId={merchantId}
                      shipment={shipment}
                      replaces={REPLACING_PLATFORMS.includes(order.integration.platform)}
                    />
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
