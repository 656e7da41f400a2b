import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import { breaksOn } from "@/lib/testing/fake-shops/breaks-on";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { CRITICAL_ERROR, errorAnswer } from "@/lib/testing/fake-shops/woocommerce/envelopes";
import { selectFields } from "@/lib/testing/fake-shops/woocommerce/fields";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import type { ListQuery } from "@/lib/testing/fake-shops/woocommerce/list-query";
import { wooStatus, writeOrder } from "@/lib/testing/fake-shops/woocommerce/order-record";

/** Measured: 10.6.2 lists and counts checkout drafts under "any", 11.0.1 does not; according to its source, since 10.9.4. */
const FIRST_WITHOUT_DRAFTS = [10, 9, 4] as const;

function anyHoldsDrafts({ behaviour, version }: ShopContext<WooKey>): boolean {
  if (behaviour.anyHoldsDrafts !== undefined) return behaviour.anyHoldsDrafts;
  const parts = version.split(".").map(Number);
  const differing = FIRST_WITHOUT_DRAFTS.findIndex((part, index) => part !== parts[index]);
  return differing >= 0 && (parts[differing] ?? 0) < (FIRST_WITHOUT_DRAFTS[differing] ?? 0);
}

function matches(order: FakeOrder, query: ListQuery, outOfAny: readonly string[], numbersByFilter = false): boolean {
  const { bounds } = query;
  const created = order.createdAt.getTime();
  const modified = order.modifiedAt.getTime();
  const own = wooStatus(order);
  const inAny = !outOfAny.includes(own);
  const inStatus = query.statuses.some((status) => (status === "any" ? inAny : status === own));
  return (
    inStatus &&
    (query.include.length === 0 || query.include.includes(order.id)) &&
    !query.exclude.includes(order.id) &&
    (bounds.after === null || created > bounds.after) &&
    (bounds.before === null || created < bounds.before) &&
    (bounds.modified_after === null || modified > bounds.modified_after) &&
    (bounds.modified_before === null || modified < bounds.modified_before) &&
    (query.search === "" ||
      `${numbersByFilter ? order.id : order.number} ${order.billing.lastName} ${order.billing.email}`
        .toLowerCase()
        .includes(query.search.toLowerCase()))
  );
}

function compare(query: ListQuery): (left: FakeOrder, right: FakeOrder) => number {
  const direction = query.order === "asc" ? 1 : -1;
  switch (query.orderBy) {
    case "date":
      return (left, right) => direction * (left.createdAt.getTime() - right.createdAt.getTime() || left.id - right.id);
    case "modified":
      return (left, right) => direction * (left.modifiedAt.getTime() - right.modifiedAt.getTime() || left.id - right.id);
    case "include":
      return (left, right) => query.include.indexOf(left.id) - query.include.indexOf(right.id);
    default:
      return (left, right) => direction * (left.id - right.id);
  }
}

/** WooCommerce's odd Link header: the visitor's own query with the page replaced, followed by WooCommerce's defaults. */
function pageLink(request: FakeRequest, found: boolean, page: number, rel: "next" | "prev"): string {
  const query = new URLSearchParams(request.query);
  const hadPage = query.has("page");
  if (hadPage) query.set("page", String(page));
  const filled = [query.has("status") ? "" : "status%5B0%5D=any", found ? "dp=2&context=view" : "", hadPage ? "" : `page=${page}`];
  return `<${request.origin}/wp-json/wc/v3/orders?${[query.toString(), ...filled].filter((part) => part !== "").join("&")}>; rel="${rel}"`;
}

/** `GET /orders`: the page and its count headers. */
export function listOrders(request: FakeRequest, query: ListQuery, shop: ShopContext<WooKey>, headers: [string, string][]): FakeAnswer {
  const sorted =
    query.orderBy === "include"
      ? [...shop.store.orders.values()].sort(compare(query))
      : shop.store.listSorted(`${query.orderBy} ${query.order}`, compare(query));
  const { shrinkPagesTo, duplicatePages, damagedOrders, unlisted, statusesOutOfAny = [] } = shop.behaviour;
  const outOfAny = ["trash", "auto-draft", ...statusesOutOfAny, ...(anyHoldsDrafts(shop) ? [] : ["checkout-draft"])];
  const all = sorted.filter((order) => matches(order, query, outOfAny, shop.behaviour.numbersByFilter));
  const start = query.offset ?? (query.page - 1) * query.perPage;
  const repeat = duplicatePages && start > 0 && start < all.length ? 1 : 0;
  const page = all.slice(start - repeat, start + query.perPage).slice(0, Math.min(query.perPage, shrinkPagesTo ?? query.perPage));
  const fields = request.query.get("_fields");
  if (breaksOn(shop.behaviour, page, fields !== null)) return errorAnswer(CRITICAL_ERROR, headers);
  // Beyond the end, WooCommerce reports no total.
  const { countsAtMost = all.length, countsBeyond = 0 } = shop.behaviour;
  const total = (query.statuses.includes("any") ? countsBeyond : 0) + (page.length === 0 ? 0 : Math.min(all.length, countsAtMost));
  const pages = Math.ceil(total / query.perPage);
  const links: [string, string][] = [];
  if (query.page > 1) links.push(["Link", pageLink(request, page.length > 0, Math.min(query.page - 1, pages), "prev")]);
  if (query.page < pages) links.push(["Link", pageLink(request, true, query.page + 1, "next")]);

  const context = { origin: request.origin, version: shop.version, timeZone: shop.timeZone, decimals: query.decimals };
  const listed = page.filter(({ id }) => !unlisted?.includes(id));
  const records = listed.map((order) => writeOrder({ ...order, damage: damagedOrders?.[order.id] ?? order.damage }, context));
  return jsonAnswer(200, fields ? records.map((record) => selectFields(record, fields)) : records, [
    ...headers,
    ["X-WP-Total", String(total)],
    ["X-WP-TotalPages", String(pages)],
    ...links,
  ]);
}
