"use client";

import { useTranslations } from "next-intl";
import { BackfillPanel, type BackfillProps } from "@/components/sync/backfill-panel";
import { LazyDetails } from "@/components/ui/lazy-details";

/** Rendered on opening; open from the start while a backfill is active. */
export function BackfillSection(props: BackfillProps) {
  const t = useTranslations("backfill");
  const goesOn = props.backfills.some(({ status }) => status === "waiting" || status === "queued" || status === "running");
  return (
    <LazyDetails title={t("title")} id="backfill" startsOpen={goesOn}>
      <BackfillPanel {...props} />
    </LazyDetails>
  );
}
