"use client";

import { resendNotification } from "@/components/notifications/actions";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";

export function ResendButton({ merchantId, deliveryId, label }: { merchantId: string; deliveryId: string; label: string }) {
  const { run, pending } = useAction();
  return (
    <Button size="sm" className="mt-1" pending={pending} onClick={() => run(() => resendNotification(merchantId, { deliveryId }))}>
      {label}
    </Button>
  );
}
