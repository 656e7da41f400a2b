import { DAY_MS } from "@/lib/base/units";
import { connectorFor } from "@/lib/connectors/registry";
import { nameFailure, outcomeOf, untested, withShop } from "@/scripts/conformance/promises/outcomes";
import type { Outcome, Subject } from "@/scripts/conformance/subject";

const COUNT = "The count is that of the orders, without carts and trash";
const STATUSES = "Every status in use is listed";

export async function checkCounting(subject: Subject): Promise<Outcome[]> {
  const connector = connectorFor(subject.shopSystem);
  const truth = await subject.listTruth();
  const orders = truth.filter(({ place }) => place === "list" || place === "unreadable");
  const carts = truth.filter(({ place }) => place === "cart").length;
  return withShop(subject, async (shop) => {
    const counted = await connector.countOrders(shop, { from: null, to: new Date(Date.now() + DAY_MS) });
    const listed = await connector.listStatuses(shop);
    const known = listed.ok ? listed.value.map(({ status }) => status) : [];
    const used = [...new Set(orders.flatMap(({ status }) => status ?? []))];
    const wrong = counted.ok
      ? counted.value === orders.length
        ? []
        : [`${orders.length} in the shop, ${counted.value} here`]
      : [nameFailure(counted.failure)];
    const missing = listed.ok
      ? used.filter((status) => !known.includes(status)).map((status) => `status "${status}": in use, not listed`)
      : [nameFailure(listed.failure)];
    return [
      counted.ok && counted.value === null
        ? untested(COUNT, "the shop has no count that its list confirms")
        : outcomeOf(COUNT, wrong, `${orders.length} orders beside ${carts} carts`),
      outcomeOf(STATUSES, missing, `${known.length} listed, ${used.length} in use`),
    ];
  });
}
