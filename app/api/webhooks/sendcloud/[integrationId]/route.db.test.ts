import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/sendcloud/[integrationId]/route";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { jobScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { sqlWithin } from "@/lib/infra/sql";
import { noteText } from "@/lib/notify/message";
import { pathOfNote, readNotes } from "@/lib/notify/read-notes";
import { openWords } from "@/lib/notify/words";
import { storeOrders } from "@/lib/orders/mutations";
import { listShipments } from "@/lib/orders/tracking/data";
import { dropShipment, recordShipments } from "@/lib/orders/tracking/outbox/mutations";
import { makeWebhookSecret } from "@/lib/orders/tracking/webhook/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";

afterAll(closeQueue);

interface Receiver extends ConnectedShop {
  secret: string;
}

async function makeReceiver(shopSystem: ShopSystem = "woocommerce"): Promise<Receiver> {
  const connected = await connectShop({ shopSystem });
  const made = await makeWebhookSecret(connected.scope, connected);
  if (!made.ok) throw new Error(made.reason);
  await importOrder(connected, "1001");
  return { ...connected, ...made.value };
}

const importOrder = ({ scope, integrationId }: ConnectedShop, number: string, externalId = number): Promise<unknown> =>
  inMerchant(scope.merchantId, (tx) =>
    storeOrders(sqlWithin(tx), jobScope("test", scope.merchantId), {
      integrationId,
      runId: randomUUID(),
      orders: [fakeShopOrder({ externalId, number })],
      unreadable: [],
    }),
  );

const HOUR_AGO = Date.now() - 3_600_000;

interface EventFields {
  at?: number;
  order?: string;
  orderId?: string;
  number?: string;
  status?: number;
}

const eventOf = ({ at = HOUR_AGO, order = "1001", orderId, number = "3S1", status = 3 }: EventFields = {}): string =>
  JSON.stringify({
    action: "parcel_status_changed",
    timestamp: at,
    parcel: {
      id: 77,
      tracking_number: number,
      tracking_url: "https://tracking.example/3S1",
      order_number: order,
      external_order_id: orderId,
      carrier: { code: "postnl" },
      status: { id: status, message: "-" },
    },
  });

const sign = (body: string, secret: string): string => createHmac("sha256", secret).update(body).digest("hex");

async function deliver(integrationId: string, body: string, signature: string | null): Promise<[number, string]> {
  const headers = new Headers({ "content-type": "application/json" });
  if (signature !== null) headers.set("sendcloud-signature", signature);
  const request = new Request(`http://mooring.test/api/webhooks/sendcloud/${integrationId}`, { method: "POST", body, headers });
  const answer = await POST(request, { params: Promise.resolve({ integrationId }) });
  return [answer.status, await answer.text()];
}
const send = ({ integrationId, secret }: Receiver, fields: EventFields = {}): Promise<[number, string]> => {
  const body = eventOf(fields);
  return deliver(integrationId, body, sign(body, secret));
};
const numbersOf = async ({ scope, integrationId }: ConnectedShop): Promise<string[]> =>
  (await listShipments(scope, { integrationId })).map((shipment) => shipment.trackingNumber).sort();
const matchedOrdersOf = async ({ scope, integrationId }: ConnectedShop): Promise<string[]> =>
  (await listShipments(scope, { integrationId })).map((shipment) => shipment.orderNumber).sort();
const jobsFor = ({ integrationId }: ConnectedShop): Promise<unknown[]> =>
  inPlatform(
    (tx) => tx.$queryRaw<unknown[]>`select 1 from pgboss.job where name = 'push-shipments' and data->>'integrationId' = ${integrationId}`,
  );

const UNKNOWN = [404, ""];

describe("a signed parcel event", () => {
  it("creates a parcel and one job to push it to the shop, however often it is delivered", async () => {
    const receiver = await makeReceiver();
    const answers = await Promise.all([send(receiver), send(receiver), send(receiver)]);
    expect(answers).toEqual([1, 2, 3].map(() => [200, ""]));
    expect(await listShipments(receiver.scope, receiver)).toMatchObject([
      { orderNumber: "1001", carrier: "postnl", trackingNumber: "3S1", source: "webhook", status: "waiting" },
    ]);
    expect(await jobsFor(receiver)).toHaveLength(1);
    // A much later delivery for the same parcel.
    expect(await send(receiver, { at: HOUR_AGO + 900_000 })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3S1"]);
  });

  it("changes nothing if it arrives after a newer one of the same parcel", async () => {
    const receiver = await makeReceiver();
    await send(receiver, { at: HOUR_AGO + 2_000, number: "3SNEW" });
    expect(await send(receiver, { at: HOUR_AGO + 1_000, number: "3SOLD" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3SNEW"]);
  });

  it("requests redelivery for an order that is not imported yet, and is accepted then", async () => {
    const receiver = await makeReceiver();
    expect(await send(receiver, { order: "1002" })).toEqual([503, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
    await importOrder(receiver, "1002");
    expect(await send(receiver, { order: "1002" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3S1"]);
  });

  it.each(["woocommerce", "magento"] as const)(
    "is not matched with another order's internal id in %s, whose order numbers are digits",
    async (shopSystem) => {
      const receiver = await makeReceiver(shopSystem);
      await importOrder(receiver, "31001", "30500");
      expect(await send(receiver, { order: "30500" })).toEqual([503, ""]);
      expect(await send(receiver, { order: "30500", orderId: "29000" })).toEqual([503, ""]);
      expect(await numbersOf(receiver)).toEqual([]);
      await importOrder(receiver, "30500", "29000");
      expect(await send(receiver, { order: "30500" })).toEqual([200, ""]);
      expect(await matchedOrdersOf(receiver)).toEqual(["30500"]);
    },
  );

  it("is matched by the shop's order id where an order number cannot be an id", async () => {
    const receiver = await makeReceiver("prestashop");
    await importOrder(receiver, "XKBKNABJK", "12");
    await importOrder(receiver, "13", "14");
    expect(await send(receiver, { order: "14" })).toEqual([503, ""]);
    expect(await send(receiver, { order: "12" })).toEqual([200, ""]);
    expect(await matchedOrdersOf(receiver)).toEqual(["XKBKNABJK"]);
    const other = await makeReceiver("shopify");
    await importOrder(other, "#1002", "5123456789012");
    expect(await send(other, { order: "gid://shopify/Order/5123456789012" })).toEqual([200, ""]);
    expect(await matchedOrdersOf(other)).toEqual(["#1002"]);
  });

  it.each([
    ["both", { order: "31001", orderId: "30500" }],
    ["only the id", { order: "", orderId: "30500" }],
    ["the id, and the number with a suffix of the carrier platform", { order: "31001-1", orderId: "30500" }],
    ["an id that is not the shop's", { order: "31001", orderId: "AMZ23311" }],
  ])("with an order number and the shop's order id is matched by %s", async (_, fields) => {
    const receiver = await makeReceiver();
    await importOrder(receiver, "31001", "30500");
    await importOrder(receiver, "30500", "29000");
    expect(await send(receiver, fields)).toEqual([200, ""]);
    expect(await matchedOrdersOf(receiver)).toEqual(["31001"]);
  });

  it("is matched by the shop's order id if several orders share a reference", async () => {
    const receiver = await makeReceiver("prestashop");
    for (const id of ["12", "13"]) await importOrder(receiver, "XKBKNABJK", id);
    expect(await send(receiver, { order: "XKBKNABJK", orderId: "13" })).toEqual([200, ""]);
    const [shipment] = await listShipments(receiver.scope, receiver);
    const order = await inMerchant(receiver.scope.merchantId, (tx) => tx.shopOrder.findFirst({ where: { id: shipment?.orderId ?? "" } }));
    expect(order?.externalId).toBe("13");
  });

  it.each([
    ["with the number of several orders", { order: "XKBKNABJK" }],
    ["with the number and id of different orders", { order: "OTHER", orderId: "13" }],
  ])("%s is not redelivered forever: members are notified once what to do", async (_, fields) => {
    const receiver = await makeReceiver("prestashop");
    for (const id of ["12", "13"]) await importOrder(receiver, "XKBKNABJK", id);
    await importOrder(receiver, "OTHER", "15");
    const answers = [
      await send(receiver, fields),
      await send(receiver, fields),
      await send(receiver, { ...fields, at: HOUR_AGO + 900_000 }),
    ];
    expect(answers).toEqual([1, 2, 3].map(() => [200, ""]));
    expect(await numbersOf(receiver)).toEqual([]);
    const { merchantId } = receiver.scope;
    const notes = await inMerchant(merchantId, (tx) => tx.notification.findMany({ where: { integrationId: receiver.integrationId } }));
    const [note, ...more] = await readNotes(
      merchantId,
      notes.map(({ id }) => id),
    );
    expect(more).toEqual([]);
    if (!note) throw new Error("no member was notified");
    const text = noteText(note, await openWords("en", "UTC"));
    expect(text).toContain("3S1");
    expect(text).toContain(fields.order);
    expect(pathOfNote(merchantId, note)).toBe(`/m/${merchantId}/orders?shop=${receiver.integrationId}&q=${fields.order}`);
  });

  it("sent before a cancellation changes nothing after it; a later one restores the parcel", async () => {
    const receiver = await makeReceiver();
    expect(await send(receiver, { at: HOUR_AGO + 2_000, status: 2000, order: "", number: "" })).toEqual([200, ""]);
    expect(await send(receiver, { at: HOUR_AGO + 1_000 })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
    expect(await send(receiver, { at: HOUR_AGO + 3_000 })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3S1"]);
  });

  it("of a cancellation withdraws an unsent parcel, and marks a sent one as cancelled", async () => {
    const receiver = await makeReceiver();
    const { scope, integrationId } = receiver;
    await send(receiver, { at: HOUR_AGO + 1_000 });
    await recordShipments(scope, {
      integrationId,
      source: "form",
      shipments: [{ order: "1001", carrier: "DHL", trackingNumber: "BY-HAND", trackingUrl: null }],
    });
    await send(receiver, { at: HOUR_AGO + 2_000, status: 1999 });
    expect(await numbersOf(receiver)).toEqual(["BY-HAND"]);
    await send(receiver, { at: HOUR_AGO + 3_000 });
    const sent = { status: "sent", sentAt: new Date(), nextPushAt: null };
    await inPlatform((tx) => tx.shipment.updateMany({ where: { integrationId, trackingNumber: "3S1" }, data: sent }));
    await send(receiver, { at: HOUR_AGO + 4_000, status: 2000 });
    const cancelled = async () => (await listShipments(scope, receiver)).find(({ trackingNumber }) => trackingNumber === "3S1");
    expect(await cancelled()).toMatchObject({ status: "sent", cancelledAt: expect.any(Date) });
    await send(receiver, { at: HOUR_AGO + 5_000 });
    expect(await cancelled()).toMatchObject({ status: "sent", cancelledAt: null });
  });

  it("is no repetition of another with the same time, and a cancellation of that time wins in any order", async () => {
    const receiver = await makeReceiver();
    await send(receiver, { number: "3SFIRST" });
    await send(receiver, { number: "3SSECOND" });
    expect(await numbersOf(receiver)).toEqual(["3SFIRST", "3SSECOND"]);
    await send(receiver, { status: 2000 });
    expect(await numbersOf(receiver)).toEqual([]);
    expect(await send(receiver, { number: "3SSECOND" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
  });

  it("is applied only once: a replay does not restore a parcel that a member has removed", async () => {
    const receiver = await makeReceiver();
    await send(receiver, { number: "3SFIRST" });
    await send(receiver, { number: "3SSECOND" });
    const first = (await listShipments(receiver.scope, receiver)).find(({ trackingNumber }) => trackingNumber === "3SFIRST");
    await dropShipment(receiver.scope, { shipmentId: first?.id ?? "" });
    expect(await send(receiver, { number: "3SFIRST" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3SSECOND"]);
  });

  it("with an invalid parcel is refused, so that the carrier platform shows it as not delivered", async () => {
    const receiver = await makeReceiver();
    expect(await send(receiver, { number: "N".repeat(500) })).toEqual([422, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
  });

  it("of an unknown cancelled parcel, or of another kind, records nothing", async () => {
    const receiver = await makeReceiver();
    expect(await send(receiver, { status: 2000 })).toEqual([200, ""]);
    for (const body of ["{}", "no json", JSON.stringify({ action: "integration_updated", timestamp: 1 })])
      expect(await deliver(receiver.integrationId, body, sign(body, receiver.secret))).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
  });
});

describe("an invalid delivery", () => {
  let receiver: Receiver;
  let other: Receiver;
  beforeAll(async () => {
    [receiver, other] = await Promise.all([makeReceiver(), makeReceiver()]);
  });

  it("gets the same response for a wrong signature, an unknown integration, a foreign secret and no secret", async () => {
    const body = eventOf();
    const bare = await connectShop();
    const right = sign(body, receiver.secret);
    for (const signature of [null, "", "00", right.slice(1), sign(`${body} `, receiver.secret), sign(body, other.secret), sign(body, "")])
      expect(await deliver(receiver.integrationId, body, signature)).toEqual(UNKNOWN);
    for (const id of [randomUUID(), other.integrationId, bare.integrationId, "no-uuid"])
      expect(await deliver(id, body, right)).toEqual(UNKNOWN);
    expect([await numbersOf(receiver), await numbersOf(other)]).toEqual([[], []]);
    expect(await deliver(receiver.integrationId, body, right)).toEqual([200, ""]);
  });

  it("is refused if it is longer than any event", async () => {
    const body = " ".repeat(300_000);
    expect(await deliver(receiver.integrationId, body, sign(body, receiver.secret))).toEqual([413, ""]);
  });

  it("is refused if it is older than the carrier's retries, or in the future", async () => {
    const now = Date.now();
    for (const at of [now - 12.1 * 3_600_000, now - 90 * 86_400_000, now + 6 * 60_000])
      expect(await send(other, { at: Math.round(at) })).toEqual([422, ""]);
    expect(await numbersOf(other)).toEqual([]);
    expect(await send(other, { at: Math.round(now - 11.9 * 3_600_000) })).toEqual([200, ""]);
    expect(await numbersOf(other)).toEqual(["3S1"]);
  });

  it("is refused with a replaced secret", async () => {
    const old = await makeReceiver();
    await makeWebhookSecret(old.scope, old);
    expect(await send(old)).toEqual(UNKNOWN);
  });
});
