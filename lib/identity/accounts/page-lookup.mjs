// No TypeScript: see lib/base/header-names.mjs. Which pages are there for whom, asked before a page is made (scripts/early-head.mjs). It opens
// nothing: the page itself decides who may enter.
import pg from "pg";
import { openSessionToken } from "../auth/session-token.mjs";

const PAGE = /^\/m\/([0-9a-f-]{36})(?:\/(integrations|orders)(?:\/([0-9a-f-]{36}))?)?$/;

/** @typedef {"overview" | "integrations" | "integration" | "orders" | "order"} PageKind those that are asked for most */

/**
 * What `address` (path and query) is the page of; null for other pages, and for what is none.
 * @param {string} address
 * @returns {{ kind: PageKind, merchantId: string, id: string | null } | null}
 */
export function pageAt(address) {
  const [, merchantId, list, id] = PAGE.exec(address.split("?")[0] ?? "") ?? [];
  if (!merchantId) return null;
  if (!list) return { kind: "overview", merchantId, id: null };
  if (!id) return { kind: list === "orders" ? "orders" : "integrations", merchantId, id: null };
  return { kind: list === "orders" ? "order" : "integration", merchantId, id };
}

/** @param {string} name @param {string} [table] */
const ofMember = (name, table) => ({
  name: `page_of_member_${name}`,
  text: `select 1 from session s join membership m on m.person_id = s.person_id
    where s.id = $1::uuid and s.revoked_at is null and s.expires_at > now() and m.merchant_id = $2::uuid${
      table ? ` and exists (select 1 from ${table} x where x.merchant_id = m.merchant_id and x.id = $3::uuid)` : ""
    }`,
});
const [LIST, INTEGRATION, ORDER] = [ofMember("list"), ofMember("integration", "integration"), ofMember("order", "shop_order")];
const STATEMENTS = { overview: LIST, integrations: LIST, orders: LIST, integration: INTEGRATION, order: ORDER };

/** A page that is made meanwhile is not held up by it, and it is not kept waiting by the database either. */
const LONGEST_MS = 2_000;

/** @param {{ databaseUrl: string, secret: string }} options */
export function createPageLookup({ databaseUrl, secret }) {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    // Reads alone, of every merchant: the statement says which one.
    options: `-c role=mooring_platform -c default_transaction_read_only=on -c statement_timeout=${LONGEST_MS}`,
    connectionTimeoutMillis: LONGEST_MS,
  });
  // A connection that is lost while it rests is no trouble of anybody's.
  pool.on("error", () => {});
  return {
    /**
     * Whether the page is certainly there for a member of its merchant. False leaves it open: staff, strangers and whoever is signed out get their
     * answer from the page.
     * @param {{ kind: PageKind, merchantId: string, id: string | null }} page
     * @param {string | undefined} token of the session
     */
    async isThere({ kind, merchantId, id }, token) {
      const sessionId = await openSessionToken(token, secret);
      if (sessionId === null) return false;
      const values = id === null ? [sessionId, merchantId] : [sessionId, merchantId, id];
      return (await pool.query({ ...STATEMENTS[kind], values })).rows.length > 0;
    },
    close: () => pool.end(),
  };
}
