"use client";

import { useTranslations } from "next-intl";
import { BackfillPanel, type BackfillProps } from "@/components/sync/backfill-panel";
import { LazyDetails } from "@/components/ui/lazy-details";

/** Fetched when it is opened; open from the start while a backfill is on its way. */
export function BackfillSection(props: BackfillProps) {
  const t = useTranslations("backfill");
  const goesOn = props.backfills.some(({ status }) => status === "waiting" || status === "queued" || status === "running");
  return (
    <LazyDetails title={t("title")} id="backfill" startsOpen={goesOn}>
      <BackfillPanel {...props} />
    </LazyDetails>
  );
}
