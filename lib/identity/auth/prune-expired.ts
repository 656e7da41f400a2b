import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";

/**
 * Clears away what counts no more: links that are too old, with the addresses they were mailed to, and counted tries whose time is over.
 * @returns how many rows
 */
export function pruneExpired(_scope: PlatformScope, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    const { count } = await tx.mailedLink.deleteMany({ where: { expiresAt: { lte: now } } });
    return count + (await tx.$executeRaw`delete from sign_in_attempt where expire <= ${now.getTime()}`);
  });
}
