"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { SettingsProps } from "@/components/integrations/settings-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Unfold } from "@/components/ui/unfold";

const SettingsPanel = dynamic(() => import("@/components/integrations/settings-panel").then((module) => module.SettingsPanel), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** Fetched when it is opened: few come to the page for it. */
export function IntegrationSettings(props: SettingsProps) {
  const t = useTranslations("integrations.settings");
  return (
    <Unfold title={t("title")} id="settings">
      <SettingsPanel {...props} />
    </Unfold>
  );
}
