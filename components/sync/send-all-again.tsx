"use client";

import { useTranslations } from "next-intl";
import { ActionNotice } from "@/components/sync/press-notice";
import { useShopAction } from "@/components/sync/use-press";
import { Button } from "@/components/ui/button";
import { sendAllAgainAction } from "@/lib/orders/actions";

/** One press for all parcels of a shop that it does not know of yet. */
export function SendAllAgain({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const t = useTranslations("tracking.lane");
  const { pending, notice, press } = useShopAction();
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
      <ActionNotice notice={notice} />
    </>
  );
}
