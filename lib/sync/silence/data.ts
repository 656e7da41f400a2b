import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** A silence as the page shows it. */
export interface SilenceView {
  verdict: "asking" | "quiet" | "broken";
  /** The newest order before it, as an ISO instant. */
  since: string;
  /** Orders that would have been usual by when the shop was asked. */
  expected: number;
  found: number;
  missing: number;
  shopCount: number | null;
}

/** How long a broken silence is shown. */
const SHOWN_DAYS = 3;

/** The silence that goes on, or the one that hid orders lately; null otherwise and for unknown and foreign ids. */
export async function findSilence(scope: MerchantScope, integrationId: string): Promise<SilenceView | null> {
  const { merchantId } = scope;
  const row = await readMerchant(scope, ({ tx }) =>
    tx.silence.findUnique({
      where: { merchantId_integrationId: { merchantId, integrationId } },
      include: { integration: { select: { lastOrderAt: true } } },
    }),
  );
  if (!row) return null;
  const verdict = row.verdict === "quiet" || row.verdict === "broken" ? row.verdict : "asking";
  const goesOn = !row.integration.lastOrderAt || row.integration.lastOrderAt <= row.since;
  const isFresh = row.settledAt !== null && Date.now() - row.settledAt.getTime() < SHOWN_DAYS * 86_400_000;
  if (verdict === "broken" ? !isFresh : !goesOn) return null;
  const { since, expected, found, missing, shopCount } = row;
  return { verdict, since: since.toISOString(), expected: Math.round(expected), found, missing, shopCount };
}
