import { DAY_MS } from "@/lib/base/units";
import { LANES } from "@/lib/health/lane/lane-name";
import type { Tone } from "@/lib/health/lane/tone";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Story } from "@/lib/incidents/describe-incident";
import { inPlatform } from "@/lib/infra/db";
import { readLaneDays } from "@/lib/integrations/history/data";
import { healthyShare } from "@/lib/integrations/history/lane-days";
import { readIntegrationRow } from "@/lib/integrations/list/row-query";
import { tellShop } from "@/lib/integrations/story";

export const BADGE_DAYS = 90;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/**
 * What a badge shows: the state and, for the worse lane, the healthy share of the last days (0 to 1, null when unknown). Reveals nothing
 * else about shop or merchant.
 */
export async function readBadge(token: string, now: Date): Promise<{ state: Story["state"]; tone: Tone; share: number | null } | null> {
  if (!TOKEN.test(token)) return null;
  const found = await inPlatform((tx) =>
    tx.integration.findUnique({ where: { badgeToken: token }, select: { merchantId: true, id: true } }),
  );
  if (!found) return null;
  const from = new Date(now.getTime() - BADGE_DAYS * DAY_MS);
  const { lanes, row } = await readMerchant(jobScope("badge", found.merchantId), async (reader) => ({
    lanes: await readLaneDays(reader, found.id, [{ date: "", from, to: now }], now),
    row: await readIntegrationRow(reader.sql, found.merchantId, found.id),
  }));
  if (!lanes || !row) return null;
  const { state, tone } = tellShop(row, { kind: "program" }, now);
  const shares = LANES.map((lane) => healthyShare(lanes[lane])).filter((share) => share !== null);
  return { state, tone, share: shares.length === 0 ? null : Math.min(...shares) };
}

/** The badge token of a shop; null without a badge, and for unknown and foreign ids. */
export async function findBadgeToken(scope: MerchantScope, integrationId: string): Promise<string | null> {
  const found = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.integration.findUnique({ where: { merchantId_id: { merchantId, id: integrationId } }, select: { badgeToken: true } }),
  );
  return found?.badgeToken ?? null;
}
