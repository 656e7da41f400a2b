import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import { describeCause, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { findCauses } from "@/lib/check/found-causes";
import { laneEventsOf } from "@/lib/check/lane-events";
import { CONFIRM_AFTER_MS, describeRegions, noteFirstSeen } from "@/lib/check/regions";
import type { CheckResult } from "@/lib/check/result";
import messages from "@/lib/i18n/messages/en/causes.json" with { type: "json" };
import { checkScene } from "@/lib/testing/check-scene";
import { type FrontRule, refuseLikeNginx } from "@/lib/testing/start-front";

// The regions that are blocked decide what a merchant is asked to do.

const EU = "127.0.0.2";
const US = "127.0.0.3";
const closes =
  (...addresses: string[]): FrontRule =>
  (request, _response, from) => {
    if (!addresses.some((address) => from.endsWith(address))) return false;
    request.socket.destroy();
    return true;
  };

async function check(rule: FrontRule, regions: Record<string, string>, before: CheckResult | null = null): Promise<CheckResult> {
  const found = await checkScene({ rule, check: { egress: { addresses: Object.keys(regions), control: null } } });
  return noteFirstSeen(
    describeRegions(found, (address) => regions[address ?? ""] ?? null),
    before,
  );
}

const needsAction = (result: CheckResult): boolean => findCauses(result, null).some(({ fixer }) => fixer !== "itself");
const later = (result: CheckResult, byMs: number): CheckResult => ({
  ...result,
  startedAt: new Date(Date.parse(result.startedAt) + byMs).toISOString(),
});

test.concurrent("a failure seen from one region is shown as such, and needs action once a later check confirms it", async () => {
  const regions = { [EU]: "eu", [US]: "us" };
  const first = await check(closes(US), regions);
  expect(first.causes).toMatchObject([{ code: "ip_blocked", addresses: [US], details: { seenFrom: "us", passesFrom: "eu" } }]);
  expect(new Set(first.probes.map(({ from, region }) => `${region} ${from}`))).toEqual(new Set([`eu ${EU}`, `us ${US}`]));
  expect(needsAction(first)).toBe(false);
  expect(laneEventsOf(first, "a-check")[0]?.event).toEqual({ kind: "check_clear", isPartial: true });
  const t = createTranslator({ locale: "en", messages }) as unknown as Translate;
  expect(describeCause(t, "en", first.causes[0] as never).reason).toContain("Seen from our region us only; requests from eu get through.");

  const soon = noteFirstSeen(later(first, 60_000), first);
  expect(needsAction(soon)).toBe(false);
  expect(needsAction(noteFirstSeen(later(first, CONFIRM_AFTER_MS), soon))).toBe(true);
  const healthy = { ...first, causes: [] };
  expect(needsAction(noteFirstSeen(later(first, CONFIRM_AFTER_MS), healthy))).toBe(false);
});

test.concurrent("an address refused beside another of its region is blocked by the shop, whatever other regions see", async () => {
  const result = await check(closes(US), { [EU]: "eu", [US]: "eu", "127.0.0.5": "us" });
  expect(result.causes).toMatchObject([{ code: "ip_blocked", addresses: [US] }]);
  expect(result.causes[0]?.details).not.toHaveProperty("seenFrom");
  expect(needsAction(result)).toBe(true);
});

test.concurrent("a region that a server answers with refusals is blocked by a rule, and needs action at once", async () => {
  const rule: FrontRule = (_request, response, from) => from.endsWith(US) && refuseLikeNginx(response);
  const result = await check(rule, { [EU]: "eu", [US]: "us" });
  expect(result.causes).toMatchObject([{ code: "ip_blocked", reason: "forbidden", details: { seenFrom: "us", passesFrom: "eu" } }]);
  expect(needsAction(result)).toBe(true);
});

test.concurrent("a shop that no region reaches is confirmed from all of them", async () => {
  const result = await check(closes(EU, US), { [EU]: "eu", [US]: "us" });
  expect(result.verdict).toBe("unreachable");
  expect(result.causes).toMatchObject([{ code: "connection_reset", details: { seenFrom: "eu, us" } }]);
});
