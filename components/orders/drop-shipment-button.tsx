"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { ConfirmButton } from "@/components/ui/confirm-button";
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
  const { run, pending } = useAction();
  const drop = (): void =>
    run(
      () => dropShipmentAction(merchantId, { shipmentId }),
      ({ dropped }) => {
        toast.success(t("dropped", { dropped: dropped ? "yes" : "no" }));
        router.refresh();
      },
    );
  return (
    <ConfirmButton size="sm" variant="ghost" pending={pending} onClick={drop}>
      {t("drop")} <VisuallyHidden>{trackingNumber}</VisuallyHidden>
    </ConfirmButton>
  );
}
