"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { InstantOrdersProps } from "@/components/sync/instant-orders-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Unfold } from "@/components/ui/unfold";

const InstantOrdersPanel = dynamic(() => import("@/components/sync/instant-orders-panel").then((module) => module.InstantOrdersPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-24" />,
});

export function InstantOrdersSection({ term, ...props }: InstantOrdersProps & { term: ReactNode }) {
  const t = useTranslations("sync.instant");
  return (
    <Unfold term={term} id="instant-orders" title={t("title")} aside={t(`state.${props.instant.state ?? "none"}`)}>
      <InstantOrdersPanel {...props} />
    </Unfold>
  );
}
