import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { hashToken, isToken } from "@/lib/infra/secret-token";

/** How long a replaced token stays valid, so that scripts can be changed one after another. */
export const OVERLAP_HOURS = 24;

/** The integration of a token, and the right to change its maintenance; null for any other text. */
export async function findByMaintenanceToken(token: string, now: Date): Promise<{ scope: MerchantScope; integrationId: string } | null> {
  if (!isToken(token)) return null;
  const hash = hashToken(token);
  const found = await inPlatform((tx) =>
    tx.integration.findFirst({
      where: {
        OR: [{ maintenanceTokenHash: hash }, { maintenanceTokenPreviousHash: hash, maintenanceTokenPreviousUntil: { gt: now } }],
      },
      select: { id: true, merchantId: true },
    }),
  );
  // Possession of the token authorizes the script.
  return found && { scope: jobScope("deploy-script", found.merchantId), integrationId: found.id };
}
