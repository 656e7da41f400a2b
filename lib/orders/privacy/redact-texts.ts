import type { Transaction } from "@/lib/infra/db";
import { FIRST, type Page, readBounds } from "@/lib/orders/privacy/read-bounds";
import type { Redactor } from "@/lib/orders/privacy/redact-value";

/** A table in whose columns users, shops or support may have mentioned a buyer, besides the buyer's own orders. */
export interface TextTable {
  table: string;
  /** Orders the rows; several rows may share a value. */
  key: string;
  texts?: readonly string[];
  json?: readonly string[];
  /** A text that must stay unique. */
  unique?: string;
  /** SQL: the rows that count, where the table has no merchant. `$1` is the merchant. */
  rows?: string;
  /** In rows of all merchants, a hostile shop must not choose what is redacted: e-mail addresses only. */
  emailsOnly?: true;
}

export const TEXT_TABLES: readonly TextTable[] = [
  { table: "quarantined_order", key: "id", texts: ["error", "dismissed_because"] },
  { table: "support_thread", key: "id", texts: ["first_words", "solved_fix"], json: ["evidence"] },
  { table: "support_message", key: "id", texts: ["text"] },
  { table: "merchant_note", key: "id", texts: ["text"] },
  { table: "support_visit", key: "id", texts: ["reason", "data_reason"] },
  { table: "reachability_check", key: "id", texts: ["failure"], json: ["result", "probes_seen", "tls_seen"] },
  { table: "rehearsal_result", key: "integration_id", json: ["result"] },
  { table: "shared_report", key: "id", texts: ["shown_name", "mailed_to", "reply_to"], json: ["snapshot"] },
  { table: "incident", key: "id", json: ["facts"] },
  { table: "incident_entry", key: "id", json: ["details"] },
  { table: "incident_work", key: "incident_id", texts: ["snooze_reason", "handover_note"] },
  { table: "contact_outcome", key: "incident_id", texts: ["text"] },
  { table: "fix_answer", key: "id", texts: ["text"] },
  { table: "report_message", key: "id", texts: ["text"] },
  { table: "report_attachment", key: "id", texts: ["name", "text"] },
  { table: "notification", key: "id", json: ["params"] },
  { table: "merchant_event", key: "id", json: ["data"] },
  { table: "event_delivery", key: "event_id", texts: ["answer"] },
  { table: "sync_run", key: "id", json: ["failure_params"] },
  { table: "lane", key: "integration_id", json: ["reason_params"] },
  { table: "shipment", key: "id", texts: ["tracking_url"], json: ["failure_params"] },
  { table: "order_view", key: "id", texts: ["name"], unique: "name" },
  // A failed job stores the text of its error.
  { table: "pgboss.job", key: "id", json: ["output"], rows: "group_id = $1" },
  {
    table: "person_preference",
    key: "person_id",
    json: ["value"],
    rows: "person_id in (select person_id from membership where merchant_id = $1::uuid)",
    emailsOnly: true,
  },
  { table: "saved_view", key: "id", texts: ["name", "query"], unique: "name", rows: "$1::text is not null", emailsOnly: true },
  { table: "bulk_job", key: "id", texts: ["reason"], json: ["filter"], rows: "$1::text is not null", emailsOnly: true },
  {
    table: "captured_mail",
    key: "id",
    texts: ["recipient", "subject", "text", "html"],
    rows: "$1::text is not null",
    emailsOnly: true,
  },
];

export interface ReadPage {
  /** Where the next page begins; null after the last. */
  after: string | null;
  searched: number;
  changed: number;
}

/** Redacts one page of a table. `tx` is a platform transaction. */
export async function redactPage(tx: Transaction, merchantId: string, where: TextTable, redact: Redactor, page: Page): Promise<ReadPage> {
  const { table, key, texts = [], json = [], unique, rows = "merchant_id = $1::uuid" } = where;
  const columns = [...texts, ...json].map((column) => `"${column}"`);
  const after = page.after ?? FIRST;
  const { searched, last, isLastPage } = await readBounds(tx, { table, key, columns, rows }, merchantId, page);
  if (last === null) return { after: null, searched, changed: 0 };
  const found = await tx.$queryRawUnsafe<Record<string, unknown>[]>(
    `select t.ctid::text as at, t.tableoid::text as part, right(${key}::text, 6) as mark, ${columns.map((column) => `t.${column}`).join(", ")} from ${table} t
      cross join lateral (select lower(concat_ws(' ', ${columns.map((column) => `t.${column}::text`).join(", ")})) as said offset 0) texts
      where ${rows} and t.${key} > $2::uuid and t.${key} <= $3::uuid
      and (exists (select from unnest($4::text[]) hint where strpos(said, hint) > 0)
        or exists (select from unnest($5::text[]) hint where strpos(translate(said, ' ()/.-', ''), hint) > 0))
      for update of t`,
    merchantId,
    after,
    last,
    redact.hints,
    redact.phoneHints,
  );
  let changed = 0;
  for (const { at, part, mark, ...row } of found) {
    const values = [
      ...texts.map((column) => {
        const given = row[column];
        const redacted = typeof given === "string" ? redact.text(given) : null;
        return column === unique && redacted !== given ? `${redacted} ${mark}` : redacted;
      }),
      ...json.map((column) => (row[column] === null ? null : JSON.stringify(redact.json(row[column])))),
    ];
    const isSame = [...texts, ...json].every((column, place) => {
      const given = row[column] ?? null;
      return values[place] === (typeof given === "string" && texts.includes(column) ? given : given && JSON.stringify(given));
    });
    if (isSame) continue;
    const sets = columns.map((column, place) => `${column} = $${place + 3}${place < texts.length ? "" : "::jsonb"}`);
    changed += await tx.$executeRawUnsafe(
      `update ${table} set ${sets.join(", ")} where ctid = $1::tid and tableoid = $2::oid`,
      at,
      part,
      ...values,
    );
  }
  return { after: isLastPage ? null : last, searched, changed };
}
