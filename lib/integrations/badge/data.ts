import { toLaneState } from "@/lib/health/lane";
import { LANES } from "@/lib/health/lane-name";
import { TONES, type Tone } from "@/lib/health/tone";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { healthyShare, spreadStates } from "@/lib/integrations/history/lane-days";
import { laneTone } from "@/lib/integrations/tone";

export const BADGE_DAYS = 90;
const DAY_MS = 86_400_000;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** Content of a badge: only the state, nothing else about shop or merchant. */
export interface BadgeStatus {
  tone: Tone;
  /** Healthy share of the last days for the worse lane, between 0 and 1; null when unknown. */
  share: number | null;
}

export async function readBadge(token: string, now: Date): Promise<BadgeStatus | null> {
  if (!TOKEN.test(token)) return null;
  const found = await inPlatform((tx) =>
    tx.integration.findUnique({ where: { badgeToken: token }, select: { merchantId: true, id: true, createdAt: true } }),
  );
  if (!found) return null;
  const { merchantId, id: integrationId, createdAt } = found;
  const from = new Date(now.getTime() - BADGE_DAYS * DAY_MS);
  const { lanes, changes } = await inMerchant(merchantId, async (tx) => ({
    lanes: await tx.lane.findMany({ where: { merchantId, integrationId }, select: { lane: true, state: true } }),
    changes: await tx.laneTransition.findMany({
      where: { merchantId, integrationId, at: { gte: from } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      select: { lane: true, fromState: true, toState: true, at: true },
    }),
  }));
  const tones = lanes.map(({ state }) => laneTone({ state: toLaneState(state) }));
  const shares = LANES.map((lane) => {
    const own = changes
      .filter((change) => change.lane === lane)
      .map(({ at, fromState, toState }) => ({ at, from: toLaneState(fromState), to: toLaneState(toState) }));
    const current = toLaneState(lanes.find((known) => known.lane === lane)?.state ?? "");
    return healthyShare(spreadStates([{ date: "", from, to: now }], own, current, { from: createdAt, to: now }));
  });
  const known = shares.filter((share) => share !== null);
  return {
    tone: TONES.find((tone) => tones.includes(tone)) ?? "healthy",
    share: known.length === 0 ? null : Math.min(...known),
  };
}

/** The badge token of a shop; null without a badge, and for unknown and foreign ids. */
export async function findBadgeToken(scope: MerchantScope, integrationId: string): Promise<string | null> {
  const found = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.integration.findUnique({ where: { merchantId_id: { merchantId, id: integrationId } }, select: { badgeToken: true } }),
  );
  return found?.badgeToken ?? null;
}
