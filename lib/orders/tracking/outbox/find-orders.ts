import type { Platform } from "@/lib/connectors/platforms";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { type CalledParcel, findMeant, namesOf } from "@/lib/orders/tracking/match-order";
import type { LineProblem } from "@/lib/orders/tracking/schema";

interface FoundOrders {
  /** The order id of each parcel; complete only without problems. */
  orders: string[];
  problems: LineProblem[];
}

/** The orders that parcels name. A problem's line is the position of the parcel, counted from 1. */
export async function findOrders(
  tx: Transaction,
  { merchantId }: MerchantScope,
  { integrationId, shipments }: { integrationId: string; shipments: readonly CalledParcel[] },
  platform: Platform,
): Promise<FoundOrders> {
  const names = [...new Set(shipments.flatMap(namesOf))];
  const rows = await tx.order.findMany({
    where: { merchantId, integrationId, removedAt: null, OR: [{ number: { in: names } }, { externalId: { in: names } }] },
    select: { id: true, number: true, externalId: true },
  });
  // Indexed by name: a file of thousands would otherwise compare every parcel with every order.
  const byName = Map.groupBy(
    rows.flatMap((row) => [...new Set([row.number, row.externalId])].map((name) => ({ name, row }))),
    ({ name }) => name,
  );
  const orders: string[] = [];
  const problems: LineProblem[] = [];
  const seen = new Set<string>();
  shipments.forEach((shipment, index) => {
    const named = new Set(namesOf(shipment).flatMap((name) => (byName.get(name) ?? []).map(({ row }) => row)));
    const meant = findMeant(platform, shipment, [...named]);
    const parcel = JSON.stringify([meant.kind === "one" ? meant.order.id : shipment.order, shipment.trackingNumber]);
    if (meant.kind === "unknown") problems.push({ line: index + 1, problem: "order_unknown" });
    else if (meant.kind === "several") problems.push({ line: index + 1, problem: "order_ambiguous" });
    else if (seen.has(parcel)) problems.push({ line: index + 1, problem: "repeated" });
    else orders.push(meant.order.id);
    seen.add(parcel);
  });
  return { orders, problems };
}
