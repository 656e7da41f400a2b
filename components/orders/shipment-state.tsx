import type { Route } from "next";
import { useTranslations } from "next-intl";
import { DropShipmentButton, SendAgainButton } from "@/components/orders/shipment-buttons";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { ShipmentView } from "@/lib/orders/tracking/data";

interface StateProps {
  merchantId: string;
  shipment: ShipmentView;
  shopHref: Route;
  readOnly: boolean;
}

export function ShipmentState({ merchantId, shipment, shopHref, readOnly }: StateProps) {
  const t = useTranslations("tracking");
  const colon = useTranslations("states")("colon");
  const { status, failure } = shipment;
  const advice = useTranslations("tracking.advice");
  const why = useFailureWords(shipment);
  if (status === "told")
    return (
      <div className="grid gap-1">
        <p>
          <StateMark tone="healthy">{t("told")}</StateMark> {shipment.toldAt ? <Time at={shipment.toldAt} form="clock" /> : null}
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

/** Messages of this lane first, then those that a sync has for the same failure. */
function useFailureWords({ failure, failureStatus }: ShipmentView): string | null {
  const own = useTranslations("tracking.failure");
  const sync = useTranslations("sync.failure");
  if (!failure || !/^[a-z_]+$/.test(failure)) return null;
  if (own.has(failure)) return own(failure);
  return sync(sync.has(failure) ? failure : "internal_error", { status: failureStatus ?? 0 });
}
