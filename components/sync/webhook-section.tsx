"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { WebhookProps } from "@/components/sync/webhook-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Unfold } from "@/components/ui/unfold";

const WebhookPanel = dynamic(() => import("@/components/sync/webhook-panel").then((module) => module.WebhookPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-24" />,
});

export function WebhookSection({ term, ...props }: WebhookProps & { term: ReactNode }) {
  const t = useTranslations("tracking.webhook");
  return (
    <Unfold term={term} id="webhook" title={t("title")} aside={t(props.webhook.hasSecret ? "is_on" : "is_off")}>
      <WebhookPanel {...props} />
    </Unfold>
  );
}
