import { EVENT_DAYS, MAX_EVENTS_PER_SHOP } from "@/lib/base/retention";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";

const BATCH = 5_000;

/** Deletes events that are too old, and the oldest of shops with too many. @returns how many were deleted */
export const pruneMerchantEvents = (_scope: PlatformScope): Promise<number> =>
  inPlatform(
    async (tx) =>
      (await tx.$executeRaw`
        delete from merchant_event where (merchant_id, id) in (
          select merchant_id, id from merchant_event where at < now() - make_interval(days => ${EVENT_DAYS}::int) order by at limit ${BATCH})`) +
      (await tx.$executeRaw`
        delete from merchant_event where (merchant_id, id) in (
          select e.merchant_id, e.id from event_counter c
            join merchant_event e on e.integration_id = c.stream_id and e.merchant_id = c.merchant_id
              and e.sequence <= c.last - ${MAX_EVENTS_PER_SHOP}::int
          where c.last > ${MAX_EVENTS_PER_SHOP}::int limit ${BATCH})`),
  );
