import type { NestedNamespace } from "@/lib/i18n/namespaces";

/** Client messages of pages that list shops. */
export const ROW_TEXTS: readonly NestedNamespace[] = [
  "states",
  "integrations.list",
  "integrations.shop_system",
  "sync.bulk",
  "sync.lane",
  "sync.live",
  "sync.progress",
  "sync.refresh",
  "sync.step",
  "sync.runs",
  "sync.upcoming",
];
