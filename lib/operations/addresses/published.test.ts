import { expect, test } from "vitest";
import type { DatedAddress } from "@/lib/connectors/egress/dated-addresses";
import { addressLines, entityTag, publishedJsonSchema, publishedSchema, publishRequirements } from "@/lib/operations/addresses/published";

const NOW = new Date("2026-11-25T12:00:00Z");
const at = (text: string): Date => new Date(text);
const publish = (addresses: string[], known: DatedAddress[] = [], control: string | null = null) =>
  publishRequirements({ addresses, control }, known, NOW);

const dated = (address: string, dates: Partial<DatedAddress> = {}): DatedAddress => ({
  address,
  announcedAt: at("2026-11-01T00:00:00Z"),
  plannedAt: null,
  liveAt: null,
  retiresAt: null,
  ...dates,
});

test("the control address is never published, since firewalls must not know it", () => {
  expect(JSON.stringify(publish(["192.0.2.1"], [], "192.0.2.9"))).not.toContain("192.0.2.9");
});

test("a firewall script reads one address per line", () => {
  expect(addressLines(publish(["192.0.2.1", "2001:db8::1", "192.0.2.2"]))).toBe("192.0.2.1\n192.0.2.2\n2001:db8::1\n");
});

test("the validator changes exactly when an address changes", () => {
  const tag = (addresses: string[], control: string | null) => entityTag(addressLines(publish(addresses, [], control)));
  expect(tag(["192.0.2.1", "2001:db8::1"], "192.0.2.9")).toBe(tag(["2001:db8::1", "192.0.2.1"], null));
  expect(tag(["192.0.2.1", "2001:db8::1"], null)).not.toBe(tag(["192.0.2.1"], null));
});

test("an announced address is listed before it is used, and a retiring one until its date", () => {
  const known = [
    dated("192.0.2.1", { liveAt: at("2026-01-01T00:00:00Z") }),
    dated("192.0.2.2", { plannedAt: at("2026-12-01T00:00:00Z") }),
    dated("192.0.2.3", { liveAt: at("2025-01-01T00:00:00Z"), retiresAt: at("2026-12-09T00:00:00Z") }),
    dated("192.0.2.4", { liveAt: at("2024-01-01T00:00:00Z"), retiresAt: at("2026-11-20T00:00:00Z") }),
  ];
  const published = publish(["192.0.2.1"], known);
  expect(published.addresses.ipv4).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
  expect(published.dates.map(({ state }) => state)).toEqual(["live", "announced", "retiring", "retired"]);
  expect(publishedSchema.parse(JSON.parse(JSON.stringify(published)))).toEqual(published);
  expect(published.dates[1]).toMatchObject({ announced: "2026-11-01T00:00:00.000Z", live: "2026-12-01T00:00:00.000Z", retires: null });
});

test("a withdrawn announcement disappears from every list", () => {
  const withdrawn = dated("192.0.2.5", { retiresAt: at("2026-11-20T00:00:00Z") });
  expect(JSON.stringify(publish(["192.0.2.1", "192.0.2.5"], [withdrawn]))).not.toContain("192.0.2.5");
});

test("the schema states its version and requires every field of the file", () => {
  const schema = publishedJsonSchema("https://mooring.test/addresses.schema.json") as {
    properties: Record<string, { const?: number }>;
    required: string[];
  };
  expect(schema).toMatchObject({ $id: "https://mooring.test/addresses.schema.json", $schema: expect.stringContaining("2020-12") });
  expect(schema.properties["schema"]?.const).toBe(1);
  expect(schema.required.toSorted()).toEqual(Object.keys(publish(["192.0.2.1"])).toSorted());
});
