import fc from "fast-check";
import { expect, it } from "vitest";
import { chooseVisitor, isRefused } from "@/lib/connectors/egress/choose-visitor";
import { userAgents } from "@/lib/connectors/egress/user-agents";

const AGENTS = [...userAgents("woocommerce")];
const address = fc.constantFrom("192.0.2.1", "192.0.2.2", "192.0.2.3");
const scope = fc.record({ addresses: fc.uniqueArray(address), userAgents: fc.subarray(AGENTS) });
const refusals = fc.array(
  scope.map((one) => ({
    ...one,
    cause: "ip_blocked",
    blocker: null,
    fixer: "hosting_provider",
    checkId: "c",
    since: "2026-11-25T12:00:00Z",
    methods: [],
  })),
  { maxLength: 3 },
);

it("asks as a visitor that passes, if there is one, and loses no address", () => {
  fc.assert(
    fc.property(fc.uniqueArray(address), refusals, (addresses, refused) => {
      const chosen = chooseVisitor({ addresses, control: null }, "woocommerce", refused);
      const all = (addresses.length > 0 ? addresses : [null]).flatMap((one) => AGENTS.map((userAgent) => ({ address: one, userAgent })));
      const asks = { address: chosen.egress.addresses[0] ?? null, userAgent: chosen.userAgent };
      expect(isRefused(asks, refused)).toBe(all.every((one) => isRefused(one, refused)));
      expect(chosen.egress.addresses.toSorted()).toEqual(addresses.toSorted());
      const usual = { address: addresses[0] ?? null, userAgent: AGENTS[1] ?? "" };
      if (!isRefused(usual, refused)) expect({ asks, instead: chosen.instead }).toEqual({ asks: usual, instead: null });
    }),
  );
});
