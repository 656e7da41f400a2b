import { z } from "zod";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { ADDRESS_STATES } from "@/lib/health/egress-addresses";

const day = z.iso.datetime().nullable();

/** The contract of `addresses.json`: what a self-hosted shop must let pass. Fields may be added; removing or changing one increments `schema`. */
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
        announced: day.describe("Since when it stands on the list."),
        live: day.describe("Since when it is used, or from when it is planned to be."),
        retires: day.describe("From when it may be taken off the list."),
      }),
    )
    .describe("The same addresses with their dates, and those that retired."),
  userAgents: z
    .record(z.enum(PLATFORMS), z.tuple([z.string(), z.string()]))
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
