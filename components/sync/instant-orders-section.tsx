"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { InstantOrdersPanel, type InstantOrdersProps } from "@/components/sync/instant-orders-panel";
import { Unfold } from "@/components/ui/unfold";

export function InstantOrdersSection({ term, ...props }: InstantOrdersProps & { term: ReactNode }) {
  const t = useTranslations("sync.instant");
  return (
    <Unfold term={term} id="instant-orders" title={t("title")} aside={t(`state.${props.instant.state ?? "none"}`)}>
      <InstantOrdersPanel {...props} />
    </Unfold>
  );
}
