"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-form";
import { toast } from "@/components/ui/toast";
import { dropShipmentAction, sendAgainAction } from "@/lib/orders/actions";

interface ShipmentButtonProps {
  merchantId: string;
  shipmentId: string;
  trackingNumber: string;
}

export function SendAgainButton({ merchantId, shipmentId, trackingNumber }: ShipmentButtonProps) {
  const t = useTranslations("tracking");
  const router = useRouter();
  const done = () => {
    toast.success(t("sending_again"));
    router.refresh();
  };
  return (
    <ActionButton size="sm" action={() => sendAgainAction(merchantId, { shipmentId })} done={done}>
      {t("send_again")} <span className="sr-only">{trackingNumber}</span>
    </ActionButton>
  );
}

/** Deletes a parcel that was recorded by mistake and never reached the shop. */
export function DropShipmentButton({ merchantId, shipmentId, trackingNumber }: ShipmentButtonProps) {
  const t = useTranslations("tracking");
  const router = useRouter();
  const done = ({ dropped }: { dropped: boolean }) => {
    toast.success(t("dropped", { dropped: dropped ? "yes" : "no" }));
    router.refresh();
  };
  return (
    <ActionButton confirm size="sm" variant="ghost" action={() => dropShipmentAction(merchantId, { shipmentId })} done={done}>
      {t("drop")} <span className="sr-only">{trackingNumber}</span>
    </ActionButton>
  );
}
