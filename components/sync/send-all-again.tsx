"use client";

import { useTranslations } from "next-intl";
import { sendAllAgainAction } from "@/app/(dashboard)/m/[merchantId]/orders/actions";
import { PressNotice } from "@/components/sync/press-notice";
import { usePress } from "@/components/sync/use-press";
import { Button } from "@/components/ui/button";

/** One press for all parcels of a shop that it does not know of yet. */
export function SendAllAgain({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const t = useTranslations("tracking.lane");
  const { pending, notice, press } = usePress();
  const send = () =>
    press(
      "send",
      () => sendAllAgainAction(merchantId, { integrationId }),
      ({ count }) => ({ good: true, text: t("sending", { count }) }),
    );
  return (
    <>
      <Button size="sm" pending={pending === "send"} onClick={send}>
        {t("send_all_again")}
      </Button>
      <PressNotice notice={notice} />
    </>
  );
}
