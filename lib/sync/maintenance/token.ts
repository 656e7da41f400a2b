import { createHash, randomBytes } from "node:crypto";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";

const BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** An unguessable, URL-safe token. */
export const newMaintenanceToken = (): string => randomBytes(BYTES).toString("base64url");

/** What is stored of a token. It has 256 bits of chance, so that a plain hash cannot be turned back. */
export const hashMaintenanceToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());

/** How long a replaced token stays valid, so that scripts can be changed one after another. */
export const OVERLAP_HOURS = 24;

/** The integration whose token this is, and the right to change its maintenance; null for any other text. */
export async function findByMaintenanceToken(token: string, now: Date): Promise<{ scope: MerchantScope; integrationId: string } | null> {
  if (!SHAPE.test(token)) return null;
  const hash = hashMaintenanceToken(token);
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
