"use client";

import { useTranslations } from "next-intl";
import { ActionNotice } from "@/components/sync/action-notice";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { Button } from "@/components/ui/button";
import { setMethodFallbackAction } from "@/lib/orders/method-fallback/actions";

/** Switches the POST workaround on or off. */
export function FallbackSwitch({ merchantId, integrationId, isOn }: { merchantId: string; integrationId: string; isOn: boolean }) {
  const t = useTranslations("tracking.fallback");
  const { pending, notice, run } = useActionWithNotice();
  const toggle = () =>
    run(
      "toggle",
      () => setMethodFallbackAction(merchantId, { integrationId, isOn: !isOn }),
      () => ({ good: true, text: t(isOn ? "is_off" : "is_on") }),
    );
  return (
    <>
      <Button size="sm" pending={pending === "toggle"} onClick={toggle}>
        {t(isOn ? "switch_off" : "switch_on")}
      </Button>
      <ActionNotice notice={notice} />
    </>
  );
}
