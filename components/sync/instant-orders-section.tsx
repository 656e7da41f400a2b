"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense } from "react";
import type { InstantOrdersProps } from "@/components/sync/instant-orders-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Unfold } from "@/components/ui/unfold";

const InstantOrdersPanel = lazy(() =>
  import("@/components/sync/instant-orders-panel").then((module) => ({ default: module.InstantOrdersPanel })),
);

export function InstantOrdersSection({ term, ...props }: InstantOrdersProps & { term: ReactNode }) {
  const t = useTranslations("sync.instant");
  return (
    <Unfold term={term} id="instant-orders" title={t("title")} aside={t(`state.${props.instant.state ?? "none"}`)}>
      <Suspense fallback={<Skeleton className="h-24" />}>
        <InstantOrdersPanel {...props} />
      </Suspense>
    </Unfold>
  );
}
