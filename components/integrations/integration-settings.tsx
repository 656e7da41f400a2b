"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import type { SettingsProps } from "@/components/integrations/settings-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Unfold } from "@/components/ui/unfold";

const SettingsPanel = lazy(() => import("@/components/integrations/settings-panel").then((module) => ({ default: module.SettingsPanel })));

/** Fetched when it is opened: few come to the page for it. */
export function IntegrationSettings(props: SettingsProps) {
  const t = useTranslations("integrations.settings");
  return (
    <Unfold title={t("title")} id="settings">
      <Suspense fallback={<Skeleton className="h-96" />}>
        <SettingsPanel {...props} />
      </Suspense>
    </Unfold>
  );
}
