"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { SECOND_MS } from "@/lib/base/units";
import { anyKey } from "@/lib/i18n/any-key";
import { HOUR } from "@/lib/i18n/date-formats";
import type { FormError } from "@/lib/identity/auth/form-error";

export function Refusal({ error }: { error: FormError }) {
  const t = useTranslations("auth");
  const format = useFormatter();
  const values = {
    minutes: Math.ceil(error.retryAfterSeconds / 60),
    time: format.dateTime(new Date(Date.now() + error.retryAfterSeconds * SECOND_MS), HOUR),
  };
  return (
    <Banner tone="action_needed" title={anyKey(t)(`error.${error.code}.title`)}>
      <span suppressHydrationWarning>{anyKey(t)(`error.${error.code}.help`, values)}</span>
    </Banner>
  );
}
