import { MINUTE_MS } from "@/lib/base/units";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inPlatformSql, READ_MS } from "@/lib/infra/sql";

// Records members' last visits, accurate to 15 minutes: each process writes at most that often per member.

const EVERY_MS = 15 * MINUTE_MS;
const REMEMBERED = 10_000;

const noted = new Map<string, number>();

const NOTE_SEEN =
  "update membership set last_seen_at = $3::timestamptz where merchant_id = $1::uuid and person_id = $2::uuid and (last_seen_at is null or last_seen_at < $3)";

/** Records a member's visit. Visits of staff are recorded separately. */
export async function noteSeen({ merchantId, actor }: MerchantScope, now: Date): Promise<void> {
  if (actor.kind !== "member") return;
  const key = `${merchantId} ${actor.personId}`;
  if (now.getTime() - (noted.get(key) ?? 0) < EVERY_MS) return;
  if (noted.size >= REMEMBERED) noted.clear();
  noted.set(key, now.getTime());
  await inPlatformSql(READ_MS, (sql) => sql.query(NOTE_SEEN, [merchantId, actor.personId, now]));
}
