"use client";

import { useTranslations } from "next-intl";
import { ActionNotice } from "@/components/sync/action-notice";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { Button } from "@/components/ui/button";
import { sendAllAgainAction } from "@/lib/orders/actions";

/** Retries all parcels that the shop does not know yet. */
export function SendAllAgain({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const t = useTranslations("tracking.lane");
  const { pending, notice, run } = useActionWithNotice();
  const send = () =>
    run(
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
