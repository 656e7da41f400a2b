"use client";

import { useTranslations } from "next-intl";
import { setMethodFallbackAction } from "@/app/(dashboard)/m/[merchantId]/integrations/fallback-actions";
import { PressNotice } from "@/components/sync/press-notice";
import { usePress } from "@/components/sync/use-press";
import { Button } from "@/components/ui/button";

/** Switches the way by POST on, or off where it is on. */
export function FallbackSwitch({ merchantId, integrationId, isOn }: { merchantId: string; integrationId: string; isOn: boolean }) {
  const t = useTranslations("tracking.fallback");
  const { pending, notice, press } = usePress();
  const toggle = () =>
    press(
      "toggle",
      () => setMethodFallbackAction(merchantId, { integrationId, isOn: !isOn }),
      () => ({ good: true, text: t(isOn ? "is_off" : "is_on") }),
    );
  return (
    <>
      <Button size="sm" pending={pending === "toggle"} onClick={toggle}>
        {t(isOn ? "switch_off" : "switch_on")}
      </Button>
      <PressNotice notice={notice} />
    </>
  );
}
