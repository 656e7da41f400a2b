import type { Transaction } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";

/** Columns in which users or shops may have mentioned a buyer, besides the buyer's own orders. All their tables have merchant_id. */
const FREE_TEXTS: Record<string, readonly string[]> = {
  support_message: ["text"],
  support_thread: ["evidence", "first_words", "solved_fix"],
  merchant_note: ["text"],
  reachability_check: ["result", "probes_seen", "tls_seen", "failure"],
  rehearsal_result: ["result"],
  shared_report: ["snapshot", "shown_name"],
  notification: ["params"],
  sync_run: ["failure_params"],
  lane: ["reason_params"],
  shipment: ["failure_params", "tracking_url"],
  support_visit: ["reason", "data_reason"],
  order_set_aside: ["error"],
};

const JSON_COLUMNS = new Set(["evidence", "result", "probes_seen", "tls_seen", "snapshot", "params", "failure_params", "reason_params"]);
const REPLACEMENT = "[erased]";

const escapePattern = (text: string): string => text.replace(/[^\p{L}\p{N}@]/gu, (sign) => (sign === " " ? "\\s+" : `\\${sign}`));

/** Long and distinctive enough to redact, and never part of a JSON number or word, so that JSON stays valid. */
const isTelling = (text: string): boolean =>
  text.length >= 5 && (/\p{L}.*\s|\s.*\p{L}/u.test(text) || /^(\+\d|\d+[ -])[\d ()-]{6,}$/.test(text));

/** A phone number with any separators or none. Starts with + or 0, unlike JSON numbers, and is not part of an id. */
const phonePatterns = (text: string): string[] =>
  /^[+0][\d ()/.-]{6,}$/.test(text)
    ? [`(?<![\\w.-])${[...text.replace(/[^\d+]/g, "")].join("[ ()/-]*").replace("+", "\\+")}(?![\\w-])`]
    : [];

/**
 * Regular expressions that match what identifies a buyer, also within JSON strings and URLs. A name or street needs a space: a single word
 * would match other people and things.
 */
export function patternsOf(emails: readonly string[], names: readonly string[]): string[] {
  const known = [...new Set(names.map((name) => name.trim()))];
  const forms = [...emails, ...emails.map(encodeURIComponent), ...known.filter(isTelling)].flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
  ]);
  return [...new Set([...forms.map(escapePattern), ...known.flatMap(phonePatterns)])];
}

/** Redacts a buyer in everything the merchant and support wrote. `tx` is a platform transaction. @returns how many rows changed */
export async function redactTexts(tx: Transaction, merchantId: string, patterns: readonly string[]): Promise<number> {
  if (patterns.length === 0) return 0;
  const pattern = `(${patterns.join("|")})`;
  let changed = 0;
  for (const [table, columns] of Object.entries(FREE_TEXTS)) {
    const sets = columns.map((column) => {
      const type = JSON_COLUMNS.has(column) ? "::jsonb" : "";
      return `"${column}" = regexp_replace("${column}"::text, $2, '${REPLACEMENT}', 'gi')${type}`;
    });
    const text = `update "${table}" set ${sets.join(", ")}
      where merchant_id = $1::uuid and concat_ws(' ', ${columns.map((column) => `"${column}"::text`).join(", ")}) ~* $2`;
    changed += await tx.$executeRawUnsafe(text, merchantId, pattern);
  }
  const [log] = await tx.$queryRaw<{ count: number }[]>`select redact_audit(${merchantId}::uuid, ${[pattern]}::text[]) as count`;
  const preferences = await tx.$executeRaw(Prisma.sql`
    update person_preference p set value = regexp_replace(p.value::text, ${pattern}, ${REPLACEMENT}, 'gi')::jsonb from membership m
    where m.merchant_id = ${merchantId}::uuid and m.person_id = p.person_id and p.value::text ~* ${pattern}`);
  // A failed job stores the text of its error.
  const jobs = await tx.$executeRaw`
    update pgboss.job set output = regexp_replace(output::text, ${pattern}, ${REPLACEMENT}, 'gi')::jsonb
    where group_id = ${merchantId} and output::text ~* ${pattern}`;
  return changed + (log?.count ?? 0) + preferences + jobs + (await redactSupport(tx, pattern));
}

/** The same for rows without a merchant: support's searches and bulk jobs, and the demo's mails. */
async function redactSupport(tx: Transaction, pattern: string): Promise<number> {
  const views = await tx.$executeRaw`delete from saved_view where concat_ws(' ', name, query) ~* ${pattern}`;
  const mails = await tx.$executeRaw`delete from captured_mail where concat_ws(' ', subject, text, html) ~* ${pattern}`;
  const jobs = await tx.$executeRaw`
    update bulk_job set filter = regexp_replace(filter::text, ${pattern}, ${REPLACEMENT}, 'gi')::jsonb,
      reason = regexp_replace(reason, ${pattern}, ${REPLACEMENT}, 'gi')
    where concat_ws(' ', filter::text, reason) ~* ${pattern}`;
  return views + mails + jobs;
}
