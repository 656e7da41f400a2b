"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
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
  const { run, pending } = useAction();
  const sendAgain = (): void =>
    run(
      () => sendAgainAction(merchantId, { shipmentId }),
      () => {
        toast.success(t("sending_again"));
        router.refresh();
      },
    );
  return (
    <Button size="sm" pending={pending} onClick={sendAgain}>
      {t("send_again")} <VisuallyHidden>{trackingNumber}</VisuallyHidden>
    </Button>
  );
}
