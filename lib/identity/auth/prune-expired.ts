import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";

/** Deletes expired links, with the addresses they were mailed to, and expired attempt counters. @returns the number of rows */
export function pruneExpired(_scope: PlatformScope, now: Date): Promise<number> {
  return inPlatform(async (tx) => {
    const { count } = await tx.mailedLink.deleteMany({ where: { expiresAt: { lte: now } } });
    return count + (await tx.$executeRaw`delete from sign_in_attempt where expire <= ${now.getTime()}`);
  });
}
