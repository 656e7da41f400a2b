"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-button";
import { toast } from "@/components/ui/toast";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { sendAgainAction } from "@/lib/orders/actions";

export function SendAgainButton({
  merchantId,
  shipmentId,
  trackingNumber,
}: {
  merchantId: string;
  shipmentId: string;
  trackingNumber: string;
}) {
  const t = useTranslations("tracking");
  const router = useRouter();
  return (
    <ActionButton
      size="sm"
      action={() => sendAgainAction(merchantId, { shipmentId })}
      done={() => {
        toast.success(t("sending_again"));
        router.refresh();
      }}
    >
      {t("send_again")} <VisuallyHidden>{trackingNumber}</VisuallyHidden>
    </ActionButton>
  );
}
