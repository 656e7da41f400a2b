import type { StoredRun } from "@/lib/sync/past-runs/run-view";

/** The count check of a run as a person reads it: only imported orders are "here". */
export interface CountedHere {
  shop: number;
  ours: number;
  unreadable: number;
  /** Orders in the shop beyond those imported or quarantined; negative if more are here. */
  differs: number;
  /** Every order that the shop counts is imported. */
  isComplete: boolean;
}

/** Null if the counts were not compared. */
export function countedHere(run: Pick<StoredRun, "shopCount" | "ourCount" | "ourUnreadable">): CountedHere | null {
  const { shopCount: shop, ourCount } = run;
  if (shop === null || ourCount === null) return null;
  const unreadable = run.ourUnreadable ?? 0;
  const differs = shop - ourCount;
  return { shop, ours: ourCount - unreadable, unreadable, differs, isComplete: differs === 0 && unreadable === 0 };
}
