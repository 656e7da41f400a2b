"use client";

import { type ComponentType, lazy, Suspense } from "react";

// What few integrations show: its scripts come with the pages that show it, and with no other.

function late<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const Part = lazy(async () => ({ default: await load() })) as unknown as ComponentType<Props>;
  return (props: Props) => (
    <Suspense>
      <Part {...props} />
    </Suspense>
  );
}

export const FallbackNote = late(() => import("@/components/sync/fallback-note").then((module) => module.FallbackNote));
export const ParcelsNote = late(() => import("@/components/sync/parcels-note").then((module) => module.ParcelsNote));
export const RehearseAgain = late(() => import("@/components/addresses/rehearse-again").then((module) => module.RehearseAgain));
export const RevokeReport = late(() => import("@/components/reports/revoke-report").then((module) => module.RevokeReport));
export const TryAgainButton = late(() => import("@/components/sync/try-again-button").then((module) => module.TryAgainButton));
