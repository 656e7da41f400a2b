"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import type { BackfillProps } from "@/components/sync/backfill-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Unfold } from "@/components/ui/unfold";

const BackfillPanel = lazy(() => import("@/components/sync/backfill-panel").then((module) => ({ default: module.BackfillPanel })));

/** Fetched when it is opened; open from the start while a backfill is on its way. */
export function BackfillSection(props: BackfillProps) {
  const t = useTranslations("backfill");
  const goesOn = props.backfills.some(({ status }) => status === "waiting" || status === "queued" || status === "running");
  return (
    <Unfold title={t("title")} id="backfill" startsOpen={goesOn}>
      <Suspense fallback={<Skeleton className="h-24" />}>
        <BackfillPanel {...props} />
      </Suspense>
    </Unfold>
  );
}
