import fc from "fast-check";
import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import { CAUSE_CODES } from "@/lib/check/causes";
import { CREDENTIAL_NAMES } from "@/lib/check/credential-names";
import { describeUntested, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { decideVerdict } from "@/lib/check/diagnosis/diagnose";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { METHODS } from "@/lib/check/result";
import { LANES } from "@/lib/health/lane/lane-name";
import checks from "@/lib/i18n/messages/en/checks.json";

const causes = fc.array(
  fc
    .record({ code: fc.constantFrom(...CAUSE_CODES), affects: fc.subarray([...LANES]) })
    .map(({ code, affects }) => makeCause(code, { pass: null, fail: null }, { affects })),
  { maxLength: 4 },
);
const untested = fc.uniqueArray(
  fc.oneof(fc.constantFrom<string>(...METHODS, ...CREDENTIAL_NAMES), fc.ipV4(), fc.ipV6(), fc.string({ minLength: 1 })),
);
const t = createTranslator({ locale: "en", messages: { checks }, namespace: "checks" }) as unknown as Translate;

test("a shop is healthy exactly if nothing was found, whatever answered and passed", () => {
  fc.assert(
    fc.property(causes, fc.boolean(), fc.boolean(), (found, isAnswered, hasWorking) => {
      expect(decideVerdict(found, isAnswered, hasWorking) === "healthy").toBe(found.length === 0);
    }),
  );
});

test("what could not be tested is a note beside a healthy verdict, and alone never another one", () => {
  fc.assert(
    fc.property(untested, fc.boolean(), fc.boolean(), (names, isAnswered, hasWorking) => {
      expect(decideVerdict([], isAnswered, hasWorking)).toBe("healthy");
      expect(describeUntested(t, "en", { untested: names }) !== null).toBe(names.length > 0);
    }),
  );
});
