"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-button";
import { toast } from "@/components/ui/toast";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { dropShipmentAction } from "@/lib/orders/actions";

interface DropProps {
  merchantId: string;
  shipmentId: string;
  trackingNumber: string;
}

/** Deletes a parcel that was recorded by mistake and is unknown to the shop. */
export function DropShipmentButton({ merchantId, shipmentId, trackingNumber }: DropProps) {
  const t = useTranslations("tracking");
  const router = useRouter();
  return (
    <ActionButton
      confirm
      size="sm"
      variant="ghost"
      action={() => dropShipmentAction(merchantId, { shipmentId })}
      done={({ dropped }) => {
        toast.success(t("dropped", { dropped: dropped ? "yes" : "no" }));
        router.refresh();
      }}
    >
      {t("drop")} <VisuallyHidden>{trackingNumber}</VisuallyHidden>
    </ActionButton>
  );
}
