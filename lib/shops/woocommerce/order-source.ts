import { failed } from "@/lib/shops/failures";
import { compareIds, recordPosition } from "@/lib/shops/order-fields";
import type { ShopAnswer, ShopClient, ShopFailure } from "@/lib/shops/shop";
import { type CrowdListing, followsModification, type Listed, type Listing, type WalkSource } from "@/lib/shops/walk";
import { askWoo } from "@/lib/shops/woocommerce/client";
import type { WooCredentials } from "@/lib/shops/woocommerce/credentials";
import { ordersPath, windowParameters } from "@/lib/shops/woocommerce/order-query";
import { readWooOrder } from "@/lib/shops/woocommerce/read-order";

/** Shops that do not sort by modification time; known for as long as the client lives. */
const sortsByIdOnly = new WeakSet<ShopClient>();

export const isSortedByIdOnly = (client: ShopClient): boolean => sortsByIdOnly.has(client);

/** A lost place in a second of 50,000 orders is found again within so many requests. */
const MAX_TRIES = 600;

const readTotal = (answer: ShopAnswer): number | null => {
  const text = answer.headers["x-wp-total"]?.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) : null;
};

/** WordPress's REST API always sets one of these; a maintenance page that answers `[]` with 200 sets none. */
const isFromRestApi = (answer: ShopAnswer): boolean =>
  readTotal(answer) !== null || "allow" in answer.headers || /api\.w\.org/.test(answer.headers["link"] ?? "");

/** Orders that a shop manages to list at once, learnt from its breakdowns. */
const learntPageSize = new WeakMap<ShopClient, number>();

/** Weak shops run out of memory or time under a hundred orders with many plugins: 500, silence, or an answer beyond all bounds. */
const isOverload = (failure: ShopFailure): boolean =>
  failure.code === "response_too_large" ||
  failure.code === "response_timed_out" ||
  (failure.code === "server_error" && failure.status === 500);

const SMALLEST_PAGE = 5;

type PageReply =
  | { ok: true; records: Listing["records"]; total: number | null; isFull: boolean; clockSkewMs: number | null }
  | { ok: false; failure: ShopFailure; refusedParameters: readonly string[] };

/** WooCommerce's orders as the walk wants them. `pageSize` is at most 100. */
export function wooOrderSource(client: ShopClient, credentials: WooCredentials, pageSize: number): WalkSource {
  const readPage = async (parameters: Record<string, string>, asked = pageSize): Promise<PageReply> => {
    const size = Math.min(asked, learntPageSize.get(client) ?? asked);
    const reply = await askWoo(client, credentials, { path: ordersPath({ ...parameters, order: "asc", per_page: String(size) }) });
    // Silence is waited for twice at most; the other breakdowns come quickly.
    const isSilentAgain = !reply.ok && reply.failure.code === "response_timed_out" && size < asked;
    if (!reply.ok && isOverload(reply.failure) && size > SMALLEST_PAGE && !isSilentAgain) {
      learntPageSize.set(client, Math.max(SMALLEST_PAGE, Math.floor(size / 4)));
      const smaller = await readPage(parameters, asked);
      // Broken for another reason: the size was not to blame.
      if (!smaller.ok) learntPageSize.delete(client);
      return smaller;
    }
    if (!reply.ok) return reply;
    const { json, answer } = reply;
    if (!Array.isArray(json)) return { ...failed("invalid_response", "orders are not a list", answer), refusedParameters: [] };
    if (json.length === 0 && !isFromRestApi(answer)) {
      return { ...failed("invalid_response", "empty list without any mark of the REST API", answer), refusedParameters: [] };
    }
    return {
      ok: true,
      records: json.map(readWooOrder),
      total: readTotal(answer),
      isFull: json.length >= size,
      clockSkewMs: answer.clockSkewMs,
    };
  };

  return {
    async readLowest(from: Date | null, to: Date): Promise<Listed<Listing>> {
      const page = await readPage({ ...windowParameters({ from, to }), orderby: "modified", page: "1" });
      if (!page.ok) {
        if (page.refusedParameters.includes("orderby")) sortsByIdOnly.add(client);
        return page;
      }
      const { records, total, clockSkewMs } = page;
      // A full page is asked on behind, whatever the count says: some are kept ones.
      const more = page.isFull || (total !== null && total > records.length);
      if (records.length > 0 && !followsModification(records, from)) sortsByIdOnly.add(client);
      return { ok: true, listing: { records, more, total, clockSkewMs } };
    },

    /**
     * WooCommerce has no "id greater than", so the place is kept by an offset and proven by overlap: every page but the first begins at the
     * last order already seen. Orders that leave the range meanwhile (they were changed) move the others down; then an earlier offset is
     * tried.
     */
    async readCrowd(from: Date, to: Date, afterId: string | null, hint: number): Promise<Listed<CrowdListing>> {
      let offset = afterId === null ? 0 : hint;
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const page = await readPage({ ...windowParameters({ from, to }), orderby: "id", offset: String(offset) }, Math.max(2, pageSize));
        if (!page.ok) return page;
        const { records, total, clockSkewMs } = page;
        const ids = records.map((record) => recordPosition(record).externalId);
        if (ids.some((id, index) => index > 0 && compareIds(ids[index - 1] ?? "", id) > 0)) {
          return failed("invalid_response", "the list is not sorted by id");
        }
        const isProven = offset === 0 || (ids[0] !== undefined && afterId !== null && compareIds(ids[0], afterId) <= 0);
        const more = page.isFull || (total !== null && offset + records.length < total);
        const hasFresh = afterId === null || ids.some((id) => compareIds(id, afterId) > 0);
        const listing = { records, more, hint: offset + Math.max(0, records.length - 1), clockSkewMs };
        if (isProven && (hasFresh || !more)) return { ok: true, listing };
        // Not proven: orders have left the range, and ours moved down. Proven without news: the hint was lost, the place lies further on.
        offset = isProven ? offset + Math.max(1, records.length - 1) : Math.max(0, offset - pageSize);
      }
      return failed("invalid_response", "the list changes faster than it can be read");
    },
  };
}
