import { expect, it } from "vitest";
import { CAUSE_CODES, hasTrait } from "@/lib/check/causes";
import { type CausesFound, isVisibleToHealthProbe } from "@/lib/health/probe-visible-causes";

it("agrees with the health domain about the causes that a health probe meets again", () => {
  const affected = {
    others: 0,
    methods: [],
    userAgents: [],
    addresses: [],
    blocker: null,
    actor: "merchant",
  } satisfies Partial<CausesFound>;
  const seen = CAUSE_CODES.filter((cause) => isVisibleToHealthProbe({ code: "causes_found", checkId: "c", cause, ...affected }));
  expect(seen).toEqual(CAUSE_CODES.filter((cause) => hasTrait(cause, "seen_by_health_probe")));
});
