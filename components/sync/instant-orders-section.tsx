"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { InstantOrdersPanel, type InstantOrdersProps } from "@/components/sync/instant-orders-panel";
import { LazyDetails } from "@/components/ui/lazy-details";

export function InstantOrdersSection({ term, ...props }: InstantOrdersProps & { term: ReactNode }) {
  const t = useTranslations("sync.instant");
  return (
    <LazyDetails term={term} id="instant-orders" title={t("title")} aside={t(`state.${props.instant.state ?? "none"}`)}>
      <InstantOrdersPanel {...props} />
    </LazyDetails>
  );
}
