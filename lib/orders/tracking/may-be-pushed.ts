import { Prisma } from "@/lib/infra/prisma-client/client";

const ALIASES = { s: Prisma.raw("s"), w: Prisma.raw("w") };

/**
 * SQL: whether a waiting parcel may be pushed now. Not while the lane is paused or off; not before the end of announced maintenance or a requested
 * wait, unless a user sent it again. A window counts from its start, even before the lanes have entered it.
 */
export function mayBePushed(alias: keyof typeof ALIASES): Prisma.Sql {
  const parcel = ALIASES[alias];
  return Prisma.sql`not exists (select 1 from lane l
      where l.merchant_id = ${parcel}.merchant_id and l.integration_id = ${parcel}.integration_id
        and (l.lane = 'tracking_out' and l.state in ('paused', 'off')
          or ${parcel}.sent_again_at is null and l.state = 'maintenance' and l.reason in ('window_announced', 'asked_to_wait')
            and (l.reason_params->>'until')::timestamptz > clock_timestamp()))
    and (${parcel}.sent_again_at is not null or not exists (select 1 from maintenance_window m
      where m.merchant_id = ${parcel}.merchant_id and m.integration_id = ${parcel}.integration_id and m.announced_at is null and m.cancelled_at is null
        and m.starts_at <= clock_timestamp() and m.ends_at > clock_timestamp()))`;
}
