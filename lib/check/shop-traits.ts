import type { CauseCode } from "@/lib/check/causes";

/** What failing shops can have in common; each is a column of fleet_fact. */
export const DIMENSIONS = ["network", "egress", "blocker", "server", "platform"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Traits = Partial<Record<Dimension, string>>;

/** Reads the traits stored with an incident; drops unknown keys. */
export function toTraits(value: unknown): Traits {
  const fields = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => (typeof fields[dimension] === "string" ? [[dimension, fields[dimension]]] : [])),
  );
}

/** A failing shop with the traits by which shops are compared. */
export interface FailingShop {
  merchantId: string;
  integrationId: string;
  cause: CauseCode;
  network: string | null;
  /** Our addresses that are refused while others pass. */
  egress: readonly string[];
  blocker: string | null;
  server: string | null;
  platform: string;
  since: Date;
}

export function valuesOf(shop: FailingShop, dimension: Dimension): readonly string[] {
  if (dimension === "egress") return shop.egress;
  const value = shop[dimension];
  return value === null ? [] : [value];
}

/** Number of shops, failing or not: all of them, and by each value of the dimensions that healthy shops have as well. */
export interface FleetTotals {
  all: number;
  network: ReadonlyMap<string, number>;
  server: ReadonlyMap<string, number>;
  platform: ReadonlyMap<string, number>;
}
