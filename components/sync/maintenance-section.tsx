"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useDescribeWindow } from "@/components/sync/maintenance-list";
import { MaintenancePanel, type MaintenanceProps } from "@/components/sync/maintenance-panel";
import { LazyDetails } from "@/components/ui/lazy-details";

/** The next window is visible while the section is closed. */
export function MaintenanceSection({ term, ...props }: MaintenanceProps & { term: ReactNode }) {
  const t = useTranslations("maintenance");
  const describeWindow = useDescribeWindow();
  const [next] = props.windows;
  return (
    <LazyDetails term={term} id="maintenance" title={t("title")} aside={next ? describeWindow(next) : t("none_short")}>
      <MaintenancePanel {...props} />
    </LazyDetails>
  );
}
