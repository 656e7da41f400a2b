"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { WebhookPanel, type WebhookProps } from "@/components/sync/webhook-panel";
import { LazyDetails } from "@/components/ui/lazy-details";

export function WebhookSection({ term, ...props }: WebhookProps & { term: ReactNode }) {
  const t = useTranslations("tracking.webhook");
  return (
    <LazyDetails term={term} id="webhook" title={t("title")} aside={t(props.webhook.hasSecret ? "is_on" : "is_off")}>
      <WebhookPanel {...props} />
    </LazyDetails>
  );
}
