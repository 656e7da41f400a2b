import type { RunTrigger } from "@/lib/sync/triggers";

/** Runs that a person waits for, so lists show the shop as working. Apart from the policies, which no page needs to load. */
export const AWAITED_TRIGGERS: readonly RunTrigger[] = ["refresh", "first_import", "backfill"];
