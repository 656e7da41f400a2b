import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";

/**
 * Makes the partitions of deliveries for the coming week, and drops those of deliveries that are no longer known.
 * @returns how many days were dropped
 */
export async function keepDeliveryDays(_scope: PlatformScope): Promise<number> {
  const [kept] = await inPlatform((tx) => tx.$queryRaw<{ dropped: number }[]>`select keep_delivery_days() as dropped`);
  return kept?.dropped ?? 0;
}
