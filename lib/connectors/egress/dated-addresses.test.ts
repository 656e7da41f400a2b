import fc from "fast-check";
import { expect, test } from "vitest";
import { addressesToAllow, addressState, canonicalAddress, type DatedAddress, selectEgress } from "@/lib/connectors/egress/dated-addresses";

const NOW = new Date("2026-11-25T12:00:00Z");
const PAST = new Date("2026-11-01T00:00:00Z");
const FUTURE = new Date("2026-12-09T00:00:00Z");

const moment = fc.constantFrom(null, PAST, FUTURE);
const address = fc.integer({ min: 1, max: 8 }).map((last) => `192.0.2.${last}`);
const table = fc.uniqueArray(fc.record({ address, announcedAt: fc.constant(PAST), plannedAt: moment, liveAt: moment, retiresAt: moment }), {
  selector: (one) => one.address,
  maxLength: 8,
});
const world = fc.record({ known: table, configured: fc.uniqueArray(address, { maxLength: 4 }), here: fc.uniqueArray(address) });
const select = ({ known, configured, here }: { known: DatedAddress[]; configured: string[]; here: string[] }) =>
  selectEgress({ addresses: configured, control: null }, known, NOW, (one) => here.includes(one)).addresses;

test("no connection is made from an address that is only announced or has retired, whatever the configuration lists", () => {
  fc.assert(
    fc.property(world, (input) => {
      const states = new Map(input.known.map((one) => [one.address, addressState(one, NOW)]));
      for (const used of select(input)) expect(["live", "retiring", undefined]).toContain(states.get(used));
    }),
  );
});

test("every address in use is on the list for firewalls", () => {
  fc.assert(
    fc.property(world, (input) => {
      const listed = addressesToAllow({ addresses: input.configured, control: null }, input.known, NOW);
      expect(listed).toEqual(expect.arrayContaining([...select(input)]));
      expect(new Set(listed).size).toBe(listed.length);
    }),
  );
});

test("traffic leaves a retiring address as soon as a live one is available, and not before", () => {
  const old = { address: "192.0.2.1", announcedAt: PAST, plannedAt: null, liveAt: PAST, retiresAt: FUTURE };
  const fresh = { address: "192.0.2.2", announcedAt: PAST, plannedAt: null, liveAt: PAST, retiresAt: null };
  const choose = (here: string[]) => select({ known: [old, fresh], configured: ["192.0.2.1"], here });
  expect(choose(["192.0.2.1", "192.0.2.2"])).toEqual(["192.0.2.2"]);
  expect(choose(["192.0.2.1"])).toEqual(["192.0.2.1"]);
});

test("an address has one canonical form, and other text is refused", () => {
  expect(canonicalAddress(" 2001:DB8:0::01 ")).toBe("2001:db8::1");
  expect(canonicalAddress("203.0.113.7")).toBe("203.0.113.7");
  for (const text of ["203.0.113.7/24", "0x7f.1", "203.0.113", "fe80::1%eth0", "shop.example", ""])
    expect(canonicalAddress(text)).toBeNull();
});
