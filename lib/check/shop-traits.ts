import type { CauseCode } from "@/lib/check/causes";

/** What failing shops can have in common; each is a column of fleet_fact. */
export const DIMENSIONS = ["network", "egress", "blocker", "server", "shopSystem"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Traits = Partial<Record<Dimension, string>>;

/** Drops unknown keys. */
export function toTraits(value: unknown): Traits {
  const fields = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => (typeof fields[dimension] === "string" ? [[dimension, fields[dimension]]] : [])),
  );
}

export interface FailingShop {
  merchantId: string;
  integrationId: string;
  cause: CauseCode;
  network: string | null;
  /** Our addresses that are refused while others pass. */
  egress: readonly string[];
  blocker: string | null;
  server: string | null;
  shopSystem: string;
  since: Date;
}

export function valuesOf(shop: FailingShop, dimension: Dimension): readonly string[] {
  if (dimension === "egress") return shop.egress;
  const value = shop[dimension];
  return value === null ? [] : [value];
}

/** Failing or not; by the dimensions that healthy shops have as well. */
export interface FleetTotals {
  all: number;
  network: ReadonlyMap<string, number>;
  server: ReadonlyMap<string, number>;
  shopSystem: ReadonlyMap<string, number>;
}
