import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import type { ShownCertificate } from "@/lib/connectors/net/read-certificates";
import { type EndingDetails, stepOf } from "@/lib/health/endings/ending";
import { habitOf, rememberCertificate, type SeenCertificates } from "@/lib/health/endings/renewal-habit";

const START = Date.UTC(2026, 10, 1);

const issue = (at: number, lifetime: number): ShownCertificate => ({
  subject: "shop.example",
  issuer: "CA",
  names: [],
  fingerprintSha256: `${at}`,
  validFrom: new Date(at).toISOString(),
  validTo: new Date(at + lifetime * DAY_MS).toISOString(),
});

/** Examinations 22 to 24 hours apart, as `watchEndings` plans them. */
const gaps = fc.infiniteStream(fc.double({ min: 22 / 24, max: 1, noNaN: true }));

/**
 * A shop's server under daily examinations: replaces its certificate each time when `left(cycle)` of its lifetime is left, and after `renewals` never again.
 * @returns the steps of each certificate, in order of examinations before its end
 */
function watch(lifetime: number, left: (cycle: number) => number, renewals: number, waits: Iterator<number>) {
  let seen: SeenCertificates = [];
  let current = issue(START, lifetime);
  const steps: (number | null)[][] = [[]];
  for (let now = START; now < Date.parse(current.validTo); now += (waits.next().value as number) * DAY_MS) {
    const cycle = steps.length - 1;
    const renewsAt = Date.parse(current.validTo) - left(cycle) * lifetime * DAY_MS;
    if (cycle < renewals && now >= renewsAt) {
      current = issue(renewsAt, lifetime);
      steps.push([]);
    }
    seen = rememberCertificate(seen, current, new Date(now));
    const usuallyLeft = habitOf(seen);
    const details: EndingDetails = { chain: [current], ...(usuallyLeft === null ? {} : { usuallyLeft }) };
    steps.at(-1)?.push(stepOf({ kind: "certificate", endsAt: new Date(current.validTo), details }, new Date(now)));
  }
  return steps;
}

const lifetimes = fc.constantFrom(45, 47, 64, 90, 200, 398);
const examined = { numRuns: 300 };

it("a shop that renews as it always does is never warned, however late that is, once two renewals were seen", () => {
  fc.assert(
    fc.property(
      lifetimes,
      fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.02, noNaN: true })),
      gaps,
      (lifetime, left, jitters, waits) => {
        const jitter = [...Array(7)].map(() => jitters.next().value as number);
        const steps = watch(lifetime, (cycle) => left + (jitter[cycle] ?? 0), 6, waits);
        expect(
          steps
            .slice(2, -1)
            .flat()
            .filter((step) => step !== null),
        ).toEqual([]);
      },
    ),
    examined,
  );
});

it("no shop is left without a warning until the end, whatever its habit and however rarely it is examined", () => {
  fc.assert(
    fc.property(
      fc.oneof(lifetimes, fc.constant(6.66)),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
      gaps,
      (lifetime, lefts, waits) => {
        const steps = watch(lifetime, (cycle) => lefts[cycle] ?? 0.3, lefts.length, waits);
        expect(steps.at(-1)?.at(-1)).not.toBeNull();
      },
    ),
    examined,
  );
});

it("a habit that is overdue is announced when it is, not at a share", () => {
  for (const [lifetime, left] of [
    [90, 1 / 3],
    [64, 1 / 3],
    [45, 1 / 3],
    [45, 0.15],
  ] as const) {
    const last = watch(lifetime, () => left, 4, everyDay()).at(-1) ?? [];
    const daysLeft = last.length - last.findIndex((step) => step !== null);
    expect(Math.abs(daysLeft - lifetime * (left - 1 / 20)), `${lifetime} days, ${left}`).toBeLessThanOrEqual(1.5);
  }
});

function* everyDay(): Generator<number> {
  for (;;) yield 1;
}

it("a first certificate, one renewal, and renewals without a habit go by shares; a second server's older certificate is no renewal", () => {
  const day = (days: number) => new Date(START + days * DAY_MS);
  const first = issue(START, 90);
  const second = issue(START + 60 * DAY_MS, 90);
  let seen = rememberCertificate([], first, day(1));
  seen = rememberCertificate(seen, second, day(60));
  expect(habitOf(seen)).toBeNull();
  expect(rememberCertificate(seen, first, day(61))).toBe(seen);
  expect(rememberCertificate(seen, second, day(62))).toBe(seen);
  const late = rememberCertificate(seen, issue(START + 149 * DAY_MS, 90), day(149));
  expect(habitOf(late), "a third of the lifetime left, then a day").toBeNull();
  const usual = rememberCertificate(seen, issue(START + 120 * DAY_MS, 64), day(120));
  expect(habitOf(usual)).toBeCloseTo(1 / 3);
  const expired = rememberCertificate(rememberCertificate([], first, day(0)), second, day(91));
  expect(habitOf(rememberCertificate(expired, issue(START + 100 * DAY_MS, 90), day(151))), "only after the end").toBeNull();
});

it("what is remembered of a shop stays bounded", () => {
  let seen: SeenCertificates = [];
  for (let month = 0; month < 40; month += 1)
    seen = rememberCertificate(seen, issue(START + month * 30 * DAY_MS, 45), new Date(START + month * 30 * DAY_MS));
  expect(seen).toHaveLength(4);
});
