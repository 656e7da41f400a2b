import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inPlatformSql, READ_MS } from "@/lib/infra/sql";

// When a member was last in a merchant's pages, to a quarter of an hour: each process writes it that often and remembers that it did.

const EVERY_MS = 15 * 60_000;
const REMEMBERED = 10_000;

const noted = new Map<string, number>();

const NOTE_SEEN = {
  name: "note_member_seen",
  text: "update membership set last_seen_at = $3::timestamptz where merchant_id = $1::uuid and person_id = $2::uuid and (last_seen_at is null or last_seen_at < $3)",
};

/** Notes that the member of the scope is here; of staff nothing is noted, their visits are written down elsewhere. */
export async function noteSeen({ merchantId, actor }: MerchantScope, now: Date): Promise<void> {
  if (actor.kind !== "member") return;
  const key = `${merchantId} ${actor.personId}`;
  if (now.getTime() - (noted.get(key) ?? 0) < EVERY_MS) return;
  if (noted.size >= REMEMBERED) noted.clear();
  noted.set(key, now.getTime());
  await inPlatformSql(READ_MS, (sql) => sql.query(NOTE_SEEN, [merchantId, actor.personId, now]));
}
