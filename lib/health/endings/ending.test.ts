import { expect, it } from "vitest";
import type { ShownCertificate } from "@/lib/connectors/net/read-certificates";
import { type Ending, stepOf, stepToNotify } from "@/lib/health/endings/ending";
import { versionEnd } from "@/lib/health/endings/find-endings";

const now = new Date("2026-11-29T12:00:00Z");
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const certificate = (days: number): Ending => ({ kind: "certificate", endsAt: inDays(days), details: {} });

it.each([
  [398, [31, 30, 14, 3], [null, 30, 14, 3]],
  [90, [30, 23, 22, 12, 11, 3], [null, null, 30, 30, 14, 3]],
  [64, [22, 17, 16, 8, 2], [null, null, 30, 14, 3]],
  [45, [15, 12, 11, 5, 1], [null, null, 30, 14, 3]],
])("a certificate of %i days is announced by the share of its lifetime that is left", (lifetime, left, steps) => {
  const stepAt = (days: number) => {
    const endsAt = inDays(days);
    const validFrom = new Date(endsAt.getTime() - lifetime * 86_400_000).toISOString();
    const shown = { validFrom, validTo: endsAt.toISOString() } as ShownCertificate;
    return stepOf({ kind: "certificate", endsAt, details: { chain: [shown] } }, now);
  };
  expect(left.map(stepAt)).toEqual(steps);
});

it("a certificate is announced 30, 14 and 3 days before its end, and no longer after it", () => {
  expect([31, 30, 15, 14, 4, 3, 1, 0, -5].map((days) => stepOf(certificate(days), now))).toEqual([null, 30, 30, 14, 14, 3, 3, null, null]);
});

it("each step is notified once, the next step makes up for a missed one, and a renewal starts over", () => {
  const ending = certificate(13);
  const known = (notifiedStep: number | null, endsAt = ending.endsAt) => ({ endsAt, notifiedStep });
  expect(stepToNotify(ending, null, now)).toBe(14);
  expect(stepToNotify(ending, known(30), now)).toBe(14);
  expect(stepToNotify(ending, known(14), now)).toBeNull();
  expect(stepToNotify(ending, known(3), now)).toBeNull();
  expect(stepToNotify(ending, known(3, inDays(2)), now), "another certificate").toBe(14);
});

it("members are not notified of what only we can fix", () => {
  const ending: Ending = { kind: "api_version", endsAt: inDays(10), details: {} };
  expect([stepOf(ending, now), stepToNotify(ending, null, now)]).toEqual([90, null]);
});

it("a version is matched exactly, and has no end if none is published", () => {
  expect(versionEnd("prestashop", "1.7.8.11")?.endsAt.toISOString().slice(0, 10)).toBe("2025-06-10");
  expect(versionEnd("magento", "2.4.7-p3")?.endsAt.toISOString().slice(0, 10)).toBe("2027-04-09");
  for (const version of ["1.70", "8.2.1", null]) expect(versionEnd("prestashop", version), String(version)).toBeNull();
  expect(versionEnd("woocommerce", "10.6.2")).toBeNull();
});
