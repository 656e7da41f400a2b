import pg from "pg";
import { beforeAll, expect, test, vi } from "vitest";
import {
  loadShopDiagnosis,
  loadShopHistory,
  loadShopOverview,
  loadShopSync,
} from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import {
  loadDangerSettings,
  loadImportSettings,
  loadMaintenanceSettings,
} from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { loadOrder, loadOrderShipments, loadOrders } from "@/app/(dashboard)/m/[merchantId]/orders/loader";
import { knownAddresses, liveOutside } from "@/lib/health/live-outside";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";
import { inMerchant } from "@/lib/infra/db";
import { EVERYTHING } from "@/lib/integrations/list/list-view";
import { loadIntegrationsList, loadOverview } from "@/lib/integrations/loaders";
import { loadComingAddresses } from "@/lib/operations/addresses/loaders";
import { loadKnownProblems } from "@/lib/operations/fleet/loaders";
import { NO_FILTER } from "@/lib/orders/order-query";
import { loadUnread } from "@/lib/support/threads/loaders";
import { asBrowser } from "@/lib/testing/request";
import { makeTwoMerchants, type TwoMerchants } from "@/lib/testing/two-merchants";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("@/lib/testing/request")).nextIntl);
// One call per request, as in a server component. Outside of one, React's `cache` does not cache.
vi.mock("react", async (original) => ({ ...(await original<typeof import("react")>()), cache: oncePerRequest }));

let request = 0;
function oncePerRequest<Args extends unknown[], Value>(read: (...args: Args) => Value): (...args: Args) => Value {
  const known = new Map<string, Value>();
  return (...args) => {
    const key = JSON.stringify([request, args]);
    if (!known.has(key)) known.set(key, read(...args));
    return known.get(key) as Value;
  };
}

/** Maximum per page, without transaction control. */
const MAX_STATEMENTS = 15;
const CONTROL = /^\s*(begin|commit|rollback|set |select set_config)/i;

let world: TwoMerchants;
beforeAll(async () => {
  world = await makeTwoMerchants();
  await makePast(world);
});

/** The shop has had an incident that its owner was notified of, and its failed import is being probed. */
async function makePast({ owner, ids: { merchantId, integrationId } }: TwoMerchants): Promise<void> {
  const at = new Date(Date.now() - 3_600_000);
  const shop = { merchantId, integrationId };
  await inMerchant(merchantId, async (tx) => {
    const reason = { reason: "failed", reasonParams: { failure: "server_error", status: 500, times: 3 } };
    await tx.laneTransition.create({
      data: { ...shop, ...reason, lane: "orders_in", fromState: "regular", toState: "throttled", actor: { kind: "job", job: "test" }, at },
    });
    const failing = { state: "throttled", failingSince: at, since: at };
    await tx.lane.updateMany({ where: { ...shop, lane: "orders_in" }, data: { ...reason, ...failing } });
    const { id } = await tx.notification.create({ data: { ...shop, kind: "action_needed", lane: "orders_in", at } });
    const { personId } = owner.person;
    await tx.notificationDelivery.create({ data: { merchantId, personId, notificationIds: [id], status: "sent", dueAt: at } });
  });
}

/** What the layout and page of each route load. */
const PAGES: Record<string, (merchantId: string, ids: TwoMerchants["ids"]) => readonly Promise<unknown>[]> = {
  overview: (id) => [loadOverview(id), loadKnownProblems(id, null), loadComingAddresses(id, null)],
  integrations: (id) => [loadIntegrationsList(id, EVERYTHING)],
  orders: (id) => [loadOrders(id, NO_FILTER)],
  "shop, overview": (id, { integrationId }) => [loadShopOverview(id, integrationId), loadKnownProblems(id, integrationId)],
  "shop, diagnosis": (id, { integrationId }) => [loadShopDiagnosis(id, integrationId), liveOutside(), knownAddresses()],
  "shop, sync": (id, { integrationId }) => [loadShopSync(id, integrationId, { runs: null, quarantined: null })],
  "shop, history": (id, { integrationId }) => [loadShopHistory(id, integrationId, null, { from: null, to: null })],
  "shop, settings, import": (id, { integrationId }) => [loadImportSettings(id, integrationId)],
  "shop, settings, maintenance": (id, { integrationId }) => [loadMaintenanceSettings(id, integrationId)],
  "shop, settings, danger": (id, { integrationId }) => [loadDangerSettings(id, integrationId)],
  order: (id, { orderId }) => [loadOrder(id, orderId), loadOrderShipments(id, orderId)],
};

test.each(Object.keys(PAGES))("%s loads with few SQL statements", async (name) => {
  const { merchantId } = world.owner.scope;
  await asBrowser(world.owner.person.sessionId);
  const load = () => {
    request += 1;
    return Promise.all([loadMerchantContext(merchantId), loadUnread(merchantId), ...(PAGES[name]?.(merchantId, world.ids) ?? [])]);
  };
  // The first visit writes the user's last activity, so it is not counted.
  await load();
  const asked: string[] = [];
  const spy = vi.spyOn(pg.Client.prototype, "query");
  await load();
  for (const [query] of spy.mock.calls as unknown as [string | { text: string }][])
    asked.push(typeof query === "string" ? query : query.text);
  spy.mockRestore();
  const statements = asked.filter((text) => !CONTROL.test(text));
  expect(statements.length, statements.map((text) => text.replace(/\s+/g, " ").slice(0, 120)).join("\n")).toBeLessThanOrEqual(
    MAX_STATEMENTS,
  );
});
