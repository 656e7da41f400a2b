import { DAY_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Silence } from "@/lib/infra/prisma-client/client";

export interface SilenceView extends Pick<Silence, "found" | "missing" | "shopCount"> {
  verdict: "asking" | "quiet" | "broken";
  /** Placement of the last order before it, as an ISO instant. */
  since: string;
  /** Orders expected until the shop was asked. */
  expected: number;
}

const SHOWN_DAYS = 3;

interface StoredSilence extends Omit<SilenceView, "verdict" | "since"> {
  verdict: string;
  since: Date;
  settledAt: Date | null;
  lastOrderAt: Date | null;
}

const SILENCE = `select s.verdict, s.since, s.expected, s.found, s.missing, s.shop_count as "shopCount", s.settled_at as "settledAt",
      i.last_order_at as "lastOrderAt"
    from silence s join integration i on i.merchant_id = s.merchant_id and i.id = s.integration_id
    where s.merchant_id = $1::uuid and s.integration_id = $2::uuid`;

/** The current silence, or one that recently hid orders; null otherwise and for unknown and foreign ids. */
export async function findSilence(scope: MerchantScope, integrationId: string): Promise<SilenceView | null> {
  const [row] = await readMerchant(scope, ({ sql, merchantId }) => sql.query<StoredSilence>(SILENCE, [merchantId, integrationId]));
  if (!row) return null;
  const verdict = row.verdict === "quiet" || row.verdict === "broken" ? row.verdict : "asking";
  const isStillSilent = !row.lastOrderAt || row.lastOrderAt <= row.since;
  const isFresh = row.settledAt !== null && Date.now() - row.settledAt.getTime() < SHOWN_DAYS * DAY_MS;
  if (verdict === "broken" ? !isFresh : !isStillSilent) return null;
  const { since, expected, found, missing, shopCount } = row;
  return { verdict, since: since.toISOString(), expected: Math.round(expected), found, missing, shopCount };
}
