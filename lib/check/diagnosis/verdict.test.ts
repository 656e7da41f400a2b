import fc from "fast-check";
import { expect, test } from "vitest";
import { CAUSE_CODES } from "@/lib/check/causes";
import { decideVerdict } from "@/lib/check/diagnosis/diagnose";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { LANES } from "@/lib/health/lane/lane-name";

const causes = fc.array(
  fc
    .record({ code: fc.constantFrom(...CAUSE_CODES), affects: fc.subarray([...LANES]) })
    .map(({ code, affects }) => makeCause(code, { pass: null, fail: null }, { affects })),
  { maxLength: 4 },
);

test("degraded always has a cause, and healthy never has one", () => {
  fc.assert(
    fc.property(causes, fc.boolean(), fc.boolean(), (found, isAnswered, hasWorking) => {
      const verdict = decideVerdict(found, isAnswered, hasWorking);
      if (verdict === "degraded") expect(found).not.toEqual([]);
      if (verdict === "healthy") expect(found).toEqual([]);
    }),
  );
});
