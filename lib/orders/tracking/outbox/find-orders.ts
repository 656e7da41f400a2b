import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { type CalledParcel, matchOrder, namesOf } from "@/lib/orders/tracking/match-order";
import type { ShipmentProblem } from "@/lib/orders/tracking/schema";

/** Each parcel with the order it names, or the reason why none was found. */
export async function findOrders<Given extends CalledParcel>(
  tx: Transaction,
  { merchantId }: MerchantScope,
  { integrationId, shipments }: { integrationId: string; shipments: readonly Given[] },
  shopSystem: ShopSystem,
): Promise<(Given & ({ orderId: string } | { problem: ShipmentProblem }))[]> {
  const names = [...new Set(shipments.flatMap(namesOf))];
  const rows = await tx.shopOrder.findMany({
    where: { merchantId, integrationId, removedAt: null, OR: [{ number: { in: names } }, { externalId: { in: names } }] },
    select: { id: true, number: true, externalId: true },
  });
  // Indexed by name: a file of thousands would otherwise compare every parcel with every order.
  const byName = Map.groupBy(
    rows.flatMap((row) => [...new Set([row.number, row.externalId])].map((name) => ({ name, row }))),
    ({ name }) => name,
  );
  const seen = new Set<string>();
  return shipments.map((shipment) => {
    const named = new Set(namesOf(shipment).flatMap((name) => (byName.get(name) ?? []).map(({ row }) => row)));
    const match = matchOrder(shopSystem, shipment, [...named]);
    if (match.kind === "unknown") return { ...shipment, problem: "order_unknown" };
    if (match.kind === "several") return { ...shipment, problem: "order_ambiguous" };
    const parcel = JSON.stringify([match.order.id, shipment.trackingNumber]);
    if (seen.has(parcel)) return { ...shipment, problem: "repeated" };
    seen.add(parcel);
    return { ...shipment, orderId: match.order.id };
  });
}
