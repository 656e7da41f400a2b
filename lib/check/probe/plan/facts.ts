import type { CacheFacts, Cell } from "@/lib/check/probe/findings";
import type { Plan } from "@/lib/check/probe/plan/step";
import type { Visitor } from "@/lib/check/probe/visitor";

// What a phase reports to later ones. A phase imports no other phase.

/** By `vary/`: which visitors and contrasts the tests of header and keys may use. */
export interface Variation {
  working: Cell;
  cache: CacheFacts;
  /** The second visitor of the methods, if there is one. */
  other: Visitor | null;
  /** Unused pairs of User-Agent and address, for later requests. */
  unseen: readonly Visitor[];
  /** Sends a method without the key, as the second visitor. */
  probeMethodWithoutKey(method: string): Plan<void>;
  /** Which visitors the resource refuses. */
  probeRefusedResource(cell: Cell): Plan<void>;
}

/** A retest compares nothing further. */
export const NO_VARIATION: Omit<Variation, "working" | "other"> = {
  cache: { cached: null, losesQuery: false },
  unseen: [],
  *probeMethodWithoutKey() {},
  *probeRefusedResource() {},
};
