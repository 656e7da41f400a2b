import type { StoredRun } from "@/lib/sync/past-runs/run-view";

/** The count check of a run as a person reads it: only imported orders are "here". */
export interface CountClaim {
  shop: number;
  ours: number;
  unreadable: number;
  /** How many of them a user dismissed. */
  dismissed: number;
  /** Orders that the shop lists, but that are not here. */
  missing: number;
  /** Orders that the shop counts, but does not list. */
  unlisted: number;
  /** Orders here that the shop has, but neither lists nor counts. */
  kept: number;
  /** Orders here beyond these. */
  gone: number;
  /** Every order that the shop counts is imported, and no other. */
  isComplete: boolean;
}

/** Null if the counts were not compared. */
export function countClaim(
  run: Pick<StoredRun, "shopCount" | "ourCount" | "ourUnreadable" | "ourDismissed" | "unlisted">,
): CountClaim | null {
  const { shopCount: shop, ourCount } = run;
  if (shop === null || ourCount === null) return null;
  const unreadable = run.ourUnreadable ?? 0;
  const [missing, gone] = [Math.max(0, shop - ourCount), Math.max(0, ourCount - shop)];
  const unlisted = Math.min(missing, Math.max(0, run.unlisted ?? 0));
  const kept = Math.min(gone, Math.max(0, -(run.unlisted ?? 0)));
  return {
    shop,
    ours: ourCount - unreadable,
    unreadable,
    dismissed: Math.min(unreadable, run.ourDismissed ?? 0),
    unlisted,
    kept,
    missing: missing - unlisted,
    gone: gone - kept,
    isComplete: missing === 0 && gone === kept && unreadable === 0,
  };
}

/** `isComplete` of a CountClaim, for lists that are computed in SQL; null if not compared. Columns of sync_run. */
export const COUNTS_AGREE_SQL = "(shop_count = our_count + least(coalesce(unlisted, 0), 0) and our_unreadable is null)";
