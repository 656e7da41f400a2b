"use client";

import { useFormatter, useTranslations } from "next-intl";
import { setMethodFallbackAction } from "@/app/(dashboard)/m/[merchantId]/integrations/fallback-actions";
import { PressNotice } from "@/components/sync/press-notice";
import { usePress } from "@/components/sync/use-press";
import { Button } from "@/components/ui/button";
import type { FallbackView } from "@/lib/method-fallback/data";

interface FallbackProps {
  merchantId: string;
  integrationId: string;
  fallback: FallbackView;
  readOnly: boolean;
}

/** Offers the way by POST while the server refuses methods, says that it is in use, and offers to end it once it is not needed. */
export function FallbackNote({ merchantId, integrationId, fallback, readOnly }: FallbackProps) {
  const t = useTranslations("tracking.fallback");
  const format = useFormatter();
  const { pending, notice, press } = usePress();
  const { state, methods } = fallback;
  const isOn = state !== "offered";
  const key = state === "on" && methods.length === 0 ? "on_unknown" : state;
  const toggle = () =>
    press(
      "toggle",
      () => setMethodFallbackAction(merchantId, { integrationId, isOn: !isOn }),
      () => ({ good: true, text: t(isOn ? "is_off" : "is_on") }),
    );
  return (
    <div className="grid justify-items-start gap-2 border-line border-t pt-2">
      <p className="text-ink-2">{t(key, { methods: format.list(methods) })}</p>
      {readOnly ? null : (
        <Button size="sm" pending={pending === "toggle"} onClick={toggle}>
          {t(isOn ? "switch_off" : "switch_on")}
        </Button>
      )}
      <PressNotice notice={notice} />
    </div>
  );
}
