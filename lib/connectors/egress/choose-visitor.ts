import { z } from "zod";
import { type Egress, userAgents } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** Our addresses and User-Agents that a shop refuses, as a check proved; an empty list means all of them. */
const refusedVisitorsSchema = z.object({
  /** A code of lib/check/causes.ts. */
  cause: z.string(),
  /** Software that refuses; null if unknown. */
  blocker: z.string().nullable(),
  /** Who can fix it: a code of lib/health/lane/fixer.ts. */
  fixer: z.string(),
  checkId: z.string(),
  /** When a check first found it. */
  since: z.iso.datetime(),
  methods: z.array(z.string()),
  addresses: z.array(z.string()),
  userAgents: z.array(z.string()),
});
export type RefusedVisitors = z.infer<typeof refusedVisitorsSchema>;

export const toRefusedVisitors = (stored: unknown): RefusedVisitors[] => z.array(refusedVisitorsSchema).safeParse(stored).data ?? [];

/** Whose requests a shop saw; the address is null on the system's default route. */
export interface Visitor {
  address: string | null;
  userAgent: string;
}

const covers = (ones: readonly string[], one: string | null): boolean => ones.length === 0 || (one !== null && ones.includes(one));

export const isRefused = (
  { address, userAgent }: Visitor,
  refused: readonly Pick<RefusedVisitors, "addresses" | "userAgents">[],
): boolean => refused.some((one) => covers(one.addresses, address) && covers(one.userAgents, userAgent));

export interface ChosenVisitor {
  /** The addresses that pass first, so that the others remain if those are unusable on our side. */
  egress: Egress;
  userAgent: string;
  /** What the shop refuses of the usual visitor; null if that one is used. */
  instead: RefusedVisitors | null;
}

/** Prefers a visitor that passes. If the shop refuses all of them, the usual one asks again. */
export function chooseVisitor(egress: Egress, shopSystem: ShopSystem, refused: readonly RefusedVisitors[]): ChosenVisitor {
  const [short, usual] = userAgents(shopSystem);
  const addresses = egress.addresses.length > 0 ? egress.addresses : [null];
  const refusing = refused.find((one) => isRefused({ address: addresses[0] ?? null, userAgent: usual }, [one])) ?? null;
  for (const userAgent of [usual, short]) {
    const passing = addresses.filter((address) => !isRefused({ address, userAgent }, refused));
    if (passing.length === 0) continue;
    const ordered = [...passing, ...addresses.filter((address) => !passing.includes(address))];
    return { egress: { ...egress, addresses: ordered.flatMap((address) => address ?? []) }, userAgent, instead: refusing };
  }
  return { egress, userAgent: usual, instead: null };
}
