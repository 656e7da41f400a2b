import type { CauseCode } from "@/lib/check/causes";

/** What shops can have in common. Each is a column of fleet_fact; several of our addresses may be refused at once. */
export const DIMENSIONS = ["network", "egress", "blocker", "server", "platform"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** What the shops of a cluster have in common. */
export type Traits = Partial<Record<Dimension, string>>;

/** Traits as they are stored with an incident; what is none of them is left out. */
export function toTraits(value: unknown): Traits {
  const fields = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => (typeof fields[dimension] === "string" ? [[dimension, fields[dimension]]] : [])),
  );
}

/** A shop that fails, as far as it can be compared with others. */
export interface FailingShop {
  merchantId: string;
  integrationId: string;
  cause: CauseCode;
  network: string | null;
  /** Our addresses that are refused, where others of ours are not. */
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

/** How many shops there are, failing or not, in all and with each value of the dimensions that healthy shops have too. */
export interface FleetTotals {
  all: number;
  network: ReadonlyMap<string, number>;
  server: ReadonlyMap<string, number>;
  platform: ReadonlyMap<string, number>;
}
