import { afterAll, describe, expect, it } from "vitest";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { writeOrder } from "@/lib/testing/fake-shops/magento/order-record";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { comparable, comparableRecording } from "@/lib/testing/recordings/compare";
import { readRecordedJson, readRecordings, recordingsAreThere } from "@/lib/testing/recordings/read-recordings";
import { replay } from "@/lib/testing/recordings/replay";

const there = recordingsAreThere();

// Like the recorded shop: five orders; the second one can be shipped once.
const STATUSES = ["pending", "pending", "pending", "on-hold", "pending"] as const;
const at = (index: number): Date => new Date(Date.parse("2026-11-24T22:44:01Z") + index * 4000);
const orders: FakeOrder[] = generateOrders({ count: 5, from: at(0), to: at(5), seed: 1, firstId: 1 }).map((order, index) => ({
  ...order,
  status: STATUSES[index] ?? "pending",
  createdAt: at(index),
  modifiedAt: at(index),
  paidAt: null,
  completedAt: null,
}));

const SKIPPED: readonly [RegExp, string][] = [
  [/^FOO/, "Node's HTTP server refuses unknown methods by itself"],
  [/^TRACE/, "the echo is Apache's"],
  [/^MAINT: static|^MAINT: from|^MAINT, 127/, "static files, and maintenance by address"],
  [/^admin token/, "the route counts failed logins and is never used"],
  [/^ship order 2 again|^comment\+status|^hold|^add track/, "builds upon the call before it"],
  [/^home page/, "the shop window"],
  [/^POST without content type/, "curl leaves the header out, Node's client cannot"],
];

const BEHAVIOURS: readonly [RegExp, Behaviour][] = [
  [/^STRIPPED/, { stripAuthorization: true }],
  [/^NO HTACCESS/, { rewriting: "missing_apache" }],
  [/^MAINT/, { maintenance: true }],
];

const open: FakeShop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

describe.skipIf(!there)("the fake Magento responds as recorded from the real one", () => {
  for (const recording of there ? readRecordings("magento-2.4.txt") : []) {
    const reason = SKIPPED.find(([pattern]) => pattern.test(recording.title))?.[1];
    it.skipIf(reason !== undefined)(`${recording.title}${reason ? ` (${reason})` : ""}`, async () => {
      const limited = recording.title.includes("limited token");
      const shop = await startFakeShop({
        shopSystem: "magento",
        orders,
        credentials: [{ accessToken: "MADE_UP", ...(limited ? { resources: ["Magento_Sales::actions_view"] } : {}) }],
        behaviour: BEHAVIOURS.find(([pattern]) => pattern.test(recording.title))?.[1] ?? {},
      });
      open.push(shop);
      const real = comparableRecording(recording);
      expect(comparable(await replay(recording, shop.url, ""), shop.url, recording.complete)).toEqual(real);
    });
  }

  it("every field of a fake order has the name and type of the recorded one", () => {
    const recorded = readRecordedJson("magento-2.4/orders.json") as { items: Record<string, unknown>[] };
    const [real] = recorded.items;
    const fake = writeOrder(orders[0] as FakeOrder) as Record<string, unknown>;
    for (const [name, value] of Object.entries(fake)) {
      if (name.endsWith("total_paid")) continue;
      expect([name, Array.isArray(value), typeof value]).toEqual([name, Array.isArray(real?.[name]), typeof real?.[name]]);
    }
    const itemOf = (order: Record<string, unknown> | undefined): object => Object((order?.["items"] as unknown[] | undefined)?.[0]);
    for (const name of Object.keys(itemOf(fake))) expect(Object.keys(itemOf(real))).toContain(name);
  });
});

describe.skipIf(there)("recorded responses of real shops", () => {
  it.skip("are missing beside this checkout (../shared/recorded): the fake Magento was not compared with the real one", () => {});
});
