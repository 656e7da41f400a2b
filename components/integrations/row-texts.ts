import type { NestedNamespace } from "@/lib/i18n/namespaces";

/** What pages that list shops say of them in the browser. */
export const ROW_TEXTS: readonly NestedNamespace[] = [
  "integrations",
  "sync.bulk",
  "sync.lane",
  "sync.live",
  "sync.progress",
  "sync.refresh",
  "sync.runs",
  "sync.upcoming",
];
