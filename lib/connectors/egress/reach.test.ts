import { expect, test } from "vitest";
import { reachingEgress } from "@/lib/connectors/egress/config";

const demo = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };

test("loopback addresses are used for shops on loopback, and the system's route for all others", () => {
  expect(reachingEgress(demo, [{ address: "127.0.0.11" }])).toBe(demo);
  expect(reachingEgress(demo, [{ address: "93.184.215.14" }])).toEqual({ addresses: [], control: null });
});

test("real addresses are used for any target", () => {
  const real = { addresses: ["192.0.2.1", "2001:db8::1"], control: "192.0.2.9" };
  expect(reachingEgress(real, [{ address: "93.184.215.14" }])).toBe(real);
  expect(reachingEgress({ addresses: ["127.0.0.2", "192.0.2.1"], control: "127.0.0.4" }, [{ address: "93.184.215.14" }])).toEqual({
    addresses: ["192.0.2.1"],
    control: null,
  });
});
