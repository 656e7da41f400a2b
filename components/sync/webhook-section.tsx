"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense } from "react";
import type { WebhookProps } from "@/components/sync/webhook-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Unfold } from "@/components/ui/unfold";

const WebhookPanel = lazy(() => import("@/components/sync/webhook-panel").then((module) => ({ default: module.WebhookPanel })));

export function WebhookSection({ term, ...props }: WebhookProps & { term: ReactNode }) {
  const t = useTranslations("tracking.webhook");
  return (
    <Unfold term={term} id="webhook" title={t("title")} aside={t(props.webhook.hasSecret ? "is_on" : "is_off")}>
      <Suspense fallback={<Skeleton className="h-24" />}>
        <WebhookPanel {...props} />
      </Suspense>
    </Unfold>
  );
}
