import { afterAll, expect, it } from "vitest";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { countStatuses } from "@/lib/integrations/data";
import { findOrder, listOrderStatuses } from "@/lib/orders/data";
import { recentOrders, startSyncedShop, syncOnSchedule } from "@/lib/testing/sync-shop";

afterAll(closeQueue);

it("a status that a plugin adds has the shop's own name wherever orders are shown", async () => {
  const connected = await startSyncedShop(recentOrders(4));
  const { scope, integrationId, shop } = connected;
  const [order] = shop.shop.listOrders();
  Object.assign(order ?? {}, { wooStatus: "klaar" });
  // A nightly run describes the shop.
  for (const trigger of ["first_import", "rescan"] as const) await syncOnSchedule(connected, trigger);
  const stored = await inMerchant(scope.merchantId, (tx) => tx.shopOrder.findFirstOrThrow({ where: { integrationId, status: "klaar" } }));
  expect(await findOrder(scope, stored.id)).toMatchObject({ status: "klaar", statusName: "Klaar" });
  expect(await listOrderStatuses(scope)).toContainEqual({ status: "klaar", name: "Klaar" });
  expect(await countStatuses(scope, integrationId)).toContainEqual({ status: "klaar", orders: 1, isLeftOut: false, name: "Klaar" });
  await shop.close();
});
