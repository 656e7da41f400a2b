import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { toLocalText } from "@/lib/testing/fake-shops/shop-time";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

/** Smaller shops are listed in full. */
const LARGE = 5_000;

const idsOf = (filter: string | null): Set<number> | null => {
  const list = /^\[(\d+(?:\|\d+)*)\]$/.exec(filter ?? "")?.[1];
  return list === undefined ? null : new Set(list.split("|").map(Number));
};

/**
 * The orders of a large shop that a response can contain, so that not every order is written for each page. Only queries of pagination are
 * narrowed: some ids, or the first ones by modification time or id. (Ignores the repeated hour of a wall clock, which no test of a large
 * shop uses.)
 */
export function narrowOrders(store: FakeStore, resource: string, query: URLSearchParams, timeZone: string): readonly FakeOrder[] {
  if (store.orders.size < LARGE) return store.listOrders();
  const ids = idsOf(query.get("filter[id]"));
  const ofOrders = idsOf(query.get("filter[id_order]"));
  const pick = (wanted: Iterable<number>): FakeOrder[] =>
    [...new Set(wanted)].flatMap((id) => store.orders.get(id) ?? []).filter(({ status }) => status !== "trash");
  if (ofOrders) return pick(ofOrders);
  if (ids && resource === "addresses") return pick([...ids].map((id) => Math.ceil(id / 2)));
  if (ids && (resource === "orders" || resource === "customers")) return pick(ids);
  if (query.get("filter[date_upd]") === "<[1970-01-01 00:00:00]")
    return store.listOrders().filter(({ isUndated, damage }) => isUndated || damage === "no_dates");
  const sort = query.get("sort");
  const limit = /^0,(\d+)$/.exec(query.get("limit") ?? "")?.[1];
  if (resource !== "orders" || limit === undefined || (sort !== "[id_ASC]" && sort !== "[date_upd_ASC,id_ASC]")) return store.listOrders();
  const [low = "", high = "9"] = /^\[(.*),(.*)\]$/.exec(query.get("filter[date_upd]") ?? "")?.slice(1) ?? [];
  const afterId = Number(/^>\[(\d+)\]$/.exec(query.get("filter[id]") ?? "")?.[1] ?? 0);
  const sorted = store.listSorted(sort, (left, right) =>
    sort === "[id_ASC]" ? left.id - right.id : left.modifiedAt.getTime() - right.modifiedAt.getTime() || left.id - right.id,
  );
  const found: FakeOrder[] = [];
  for (const order of sorted) {
    if (order.id <= afterId || order.status === "trash" || order.isUndated) continue;
    const at = toLocalText(order.modifiedAt, timeZone).replace("T", " ");
    if (at >= low && at <= high) found.push(order);
    if (found.length >= Number(limit)) break;
  }
  return found;
}
