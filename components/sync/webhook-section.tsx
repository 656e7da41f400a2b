"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { WebhookPanel, type WebhookProps } from "@/components/sync/webhook-panel";
import { Unfold } from "@/components/ui/unfold";

export function WebhookSection({ term, ...props }: WebhookProps & { term: ReactNode }) {
  const t = useTranslations("tracking.webhook");
  return (
    <Unfold term={term} id="webhook" title={t("title")} aside={t(props.webhook.hasSecret ? "is_on" : "is_off")}>
      <WebhookPanel {...props} />
    </Unfold>
  );
}
