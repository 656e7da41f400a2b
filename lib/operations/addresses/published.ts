import { createHash } from "node:crypto";
import { z } from "zod";
import {
  ADDRESS_STATES,
  addressesToAllow,
  addressState,
  canonicalAddress,
  type DatedAddress,
} from "@/lib/connectors/egress/dated-addresses";
import { type Egress, REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import { familyOf } from "@/lib/connectors/net/address";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";

const day = z.iso.datetime().nullable();

/** The contract of `addresses.json`. Fields may be added; removing or changing one increments `schema`. */
export const publishedSchema = z.object({
  schema: z.literal(1).describe("Version of this shape."),
  addresses: z
    .object({ ipv4: z.array(z.ipv4()), ipv6: z.array(z.ipv6()) })
    .describe("Everything to allow now: addresses in use, announced ones, and retiring ones until their day."),
  dates: z
    .array(
      z.object({
        address: z.union([z.ipv4(), z.ipv6()]),
        state: z.enum(ADDRESS_STATES),
        announced: day.describe("Since when it is on the list."),
        live: day.describe("Since when it is used, or from when it is planned to be."),
        retires: day.describe("From when it may be taken off the list."),
      }),
    )
    .describe("The same addresses with their dates, and those that retired."),
  userAgents: z
    .record(z.enum(SHOP_SYSTEMS), z.tuple([z.string(), z.string()]))
    .describe("Both names of each shop system; the first one is the same for all."),
  methods: z.array(z.string()),
});

export type PublishedRequirements = z.infer<typeof publishedSchema>;
export type PublishedAddress = PublishedRequirements["dates"][number];

/** The schema as JSON Schema 2020-12. @param address URL of the schema */
export const publishedJsonSchema = (address: string): object => ({
  $id: address,
  title: "What a self-hosted shop must let pass, version 1",
  ...z.toJSONSchema(publishedSchema, { io: "input" }),
});

/** A withdrawn announcement was never used and concerns no firewall any more. */
const isListed = ({ liveAt, retiresAt }: DatedAddress): boolean => liveAt !== null || retiresAt === null;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The requirements from the live configuration: the same addresses, User-Agents and methods that probes use. */
export function publishRequirements(egress: Egress, known: readonly DatedAddress[], now: Date): PublishedRequirements {
  const listed = addressesToAllow(egress, known, now);
  const ofFamily = (family: 4 | 6) => listed.filter((address) => familyOf(address) === family);
  const unlisted = egress.addresses.filter((address) => !known.some((one) => one.address === canonicalAddress(address)));
  return {
    schema: 1,
    addresses: { ipv4: ofFamily(4), ipv6: ofFamily(6) },
    dates: [
      ...unlisted.map((address) => ({ address, state: "live" as const, announced: null, live: null, retires: null })),
      ...known.filter(isListed).map((one) => ({
        address: one.address,
        state: addressState(one, now),
        announced: iso(one.announcedAt),
        live: iso(one.liveAt ?? one.plannedAt),
        retires: iso(one.retiresAt),
      })),
    ],
    userAgents: Object.fromEntries(
      SHOP_SYSTEMS.map((shopSystem) => [shopSystem, userAgents(shopSystem)]),
    ) as PublishedRequirements["userAgents"],
    methods: [...REQUIRED_METHODS],
  };
}

/** One address per line, IPv4 first, for firewall scripts. */
export const addressLines = ({ addresses }: Pick<PublishedRequirements, "addresses">): string =>
  [...addresses.ipv4, ...addresses.ipv6].map((address) => `${address}\n`).join("");

/** A strong validator (ETag), derived from the text. */
export const entityTag = (text: string): string => `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
