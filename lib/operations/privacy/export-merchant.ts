import type { OwnerScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";

const PAGE = 200;
/** Rows that may be large. */
const SMALL_PAGE: Readonly<Record<string, number>> = { report_attachment: 4 };

/** Exported tables, each with the column that orders its rows. Secrets, hashes and temporary data are omitted. */
const TABLES = [
  ["integration", "id"],
  ["lane", "integration_id"],
  ["shop_order", "id"],
  ["quarantined_order", "id"],
  ["shipment", "id"],
  ["order_view", "id"],
  ["sync_run", "id"],
  ["reachability_check", "id"],
  ["lane_transition", "id"],
  ["incident", "id"],
  ["incident_entry", "id"],
  ["incident_work", "incident_id"],
  ["fix_answer", "id"],
  ["maintenance_window", "id"],
  ["shared_report", "id"],
  ["report_message", "id"],
  ["report_attachment", "id"],
  ["notification", "id"],
  ["notification_channel", "id"],
  ["notification_delivery", "id"],
  ["merchant_event", "id"],
  ["support_thread", "id"],
  ["support_message", "id"],
  ["membership", "person_id"],
  ["invitation", "id"],
  ["api_token", "id"],
  ["audit_event", "id"],
] as const;

/** Columns removed from every row: secrets, and what staff write for colleagues only. */
const WITHHELD =
  "credentials credentials_key_id webhook_secret webhook_secret_key_id maintenance_token_hash maintenance_token_previous_hash maintenance_token_previous_until badge_token url url_key_id secret secret_key_id token_hash raw_hash lease_owner lease_until snooze_reason handover_note";

/** All data of a merchant as JSON Lines, `{"table": …, "row": {…}}`, read page by page. */
export async function* exportMerchant({ merchantId }: OwnerScope): AsyncGenerator<string> {
  for (const [table, key] of TABLES) {
    const page = SMALL_PAGE[table] ?? PAGE;
    const [from, column] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${key}"`)];
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const rows = await inPlatform(
        (tx) => tx.$queryRaw<{ key: string; line: string }[]>`
          select ${column}::text as key, json_build_object('table', ${table}::text, 'row', to_jsonb(t) - ${WITHHELD.split(" ")}::text[])::text as line
          from ${from} t where merchant_id = ${merchantId}::uuid and ${column} > ${after}::uuid order by ${column} limit ${page}`,
      );
      if (rows.length > 0) yield `${rows.map(({ line }) => line).join("\n")}\n`;
      const last = rows.at(-1);
      if (!last || rows.length < page) break;
      after = last.key;
    }
  }
}
