import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/sendcloud/[integrationId]/route";
import type { Platform } from "@/lib/connectors/platforms";
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

async function makeReceiver(platform: Platform = "woocommerce"): Promise<Receiver> {
  const connected = await connectShop({ platform });
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

interface Told {
  at?: number;
  order?: string;
  /** The shop's order id. */
  orderId?: string;
  number?: string;
  status?: number;
}

const eventOf = ({ at = HOUR_AGO, order = "1001", orderId, number = "3S1", status = 3 }: Told = {}): string =>
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
const tell = ({ integrationId, secret }: Receiver, told: Told = {}): Promise<[number, string]> => {
  const body = eventOf(told);
  return deliver(integrationId, body, sign(body, secret));
};
const numbersOf = async ({ scope, integrationId }: ConnectedShop): Promise<string[]> =>
  (await listShipments(scope, { integrationId })).map((shipment) => shipment.trackingNumber).sort();
const ordersToldOf = async ({ scope, integrationId }: ConnectedShop): Promise<string[]> =>
  (await listShipments(scope, { integrationId })).map((shipment) => shipment.orderNumber).sort();
const jobsFor = ({ integrationId }: ConnectedShop): Promise<unknown[]> =>
  inPlatform(
    (tx) => tx.$queryRaw<unknown[]>`select 1 from pgboss.job where name = 'push-shipments' and data->>'integrationId' = ${integrationId}`,
  );

const UNKNOWN = [404, ""];

describe("a signed event of a parcel", () => {
  it("becomes a parcel and the job that notifies the shop of it, once, however often it is delivered", async () => {
    const receiver = await makeReceiver();
    const answers = await Promise.all([tell(receiver), tell(receiver), tell(receiver)]);
    expect(answers).toEqual([1, 2, 3].map(() => [200, ""]));
    expect(await listShipments(receiver.scope, receiver)).toMatchObject([
      { orderNumber: "1001", carrier: "postnl", trackingNumber: "3S1", source: "webhook", status: "waiting" },
    ]);
    expect(await jobsFor(receiver)).toHaveLength(1);
    // A much later delivery for the same parcel.
    expect(await tell(receiver, { at: HOUR_AGO + 900_000 })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3S1"]);
  });

  it("that comes after a newer one of the same parcel changes nothing", async () => {
    const receiver = await makeReceiver();
    await tell(receiver, { at: HOUR_AGO + 2_000, number: "3SNEW" });
    expect(await tell(receiver, { at: HOUR_AGO + 1_000, number: "3SOLD" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3SNEW"]);
  });

  it("for an order that is not here yet asks to be delivered again, and is taken in then", async () => {
    const receiver = await makeReceiver();
    expect(await tell(receiver, { order: "1002" })).toEqual([503, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
    await importOrder(receiver, "1002");
    expect(await tell(receiver, { order: "1002" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3S1"]);
  });

  it.each(["woocommerce", "magento"] as const)(
    "for a number that is another order's internal id waits for its own order, of %s whose numbers are digits",
    async (platform) => {
      const receiver = await makeReceiver(platform);
      await importOrder(receiver, "31001", "30500");
      expect(await tell(receiver, { order: "30500" })).toEqual([503, ""]);
      expect(await tell(receiver, { order: "30500", orderId: "29000" })).toEqual([503, ""]);
      expect(await numbersOf(receiver)).toEqual([]);
      await importOrder(receiver, "30500", "29000");
      expect(await tell(receiver, { order: "30500" })).toEqual([200, ""]);
      expect(await ordersToldOf(receiver)).toEqual(["30500"]);
    },
  );

  it("that names an order by the shop's own id is of that order, where its number cannot be an id", async () => {
    const receiver = await makeReceiver("prestashop");
    await importOrder(receiver, "XKBKNABJK", "12");
    await importOrder(receiver, "13", "14");
    expect(await tell(receiver, { order: "14" })).toEqual([503, ""]);
    expect(await tell(receiver, { order: "12" })).toEqual([200, ""]);
    expect(await ordersToldOf(receiver)).toEqual(["XKBKNABJK"]);
    const other = await makeReceiver("shopify");
    await importOrder(other, "#1002", "5123456789012");
    expect(await tell(other, { order: "gid://shopify/Order/5123456789012" })).toEqual([200, ""]);
    expect(await ordersToldOf(other)).toEqual(["#1002"]);
  });

  it.each([
    ["both", { order: "31001", orderId: "30500" }],
    ["the id alone", { order: "", orderId: "30500" }],
    ["the id, and the number with a suffix of the carrier platform", { order: "31001-1", orderId: "30500" }],
    ["an id that is none of the shop's", { order: "31001", orderId: "AMZ23311" }],
  ])("that gives the order's number and the shop's own id is assigned by %s", async (_, told) => {
    const receiver = await makeReceiver();
    await importOrder(receiver, "31001", "30500");
    await importOrder(receiver, "30500", "29000");
    expect(await tell(receiver, told)).toEqual([200, ""]);
    expect(await ordersToldOf(receiver)).toEqual(["31001"]);
  });

  it("for one of several orders with one reference finds it by the shop's own id", async () => {
    const receiver = await makeReceiver("prestashop");
    for (const id of ["12", "13"]) await importOrder(receiver, "XKBKNABJK", id);
    expect(await tell(receiver, { order: "XKBKNABJK", orderId: "13" })).toEqual([200, ""]);
    const [shipment] = await listShipments(receiver.scope, receiver);
    const order = await inMerchant(receiver.scope.merchantId, (tx) => tx.order.findFirst({ where: { id: shipment?.orderId ?? "" } }));
    expect(order?.externalId).toBe("13");
  });

  it.each([
    ["whose number several orders have", { order: "XKBKNABJK" }],
    ["whose number and id name different orders", { order: "OTHER", orderId: "13" }],
  ])("%s is not asked for again for ever: members are shown once what to do", async (_, told) => {
    const receiver = await makeReceiver("prestashop");
    for (const id of ["12", "13"]) await importOrder(receiver, "XKBKNABJK", id);
    await importOrder(receiver, "OTHER", "15");
    const answers = [await tell(receiver, told), await tell(receiver, told), await tell(receiver, { ...told, at: HOUR_AGO + 900_000 })];
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
    expect(text).toContain(told.order);
    expect(pathOfNote(merchantId, note)).toBe(`/m/${merchantId}/orders?shop=${receiver.integrationId}&q=${told.order}`);
  });

  it("that was sent before a cancellation and comes after it changes nothing; one that follows it brings the parcel back", async () => {
    const receiver = await makeReceiver();
    expect(await tell(receiver, { at: HOUR_AGO + 2_000, status: 2000, order: "", number: "" })).toEqual([200, ""]);
    expect(await tell(receiver, { at: HOUR_AGO + 1_000 })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
    expect(await tell(receiver, { at: HOUR_AGO + 3_000 })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3S1"]);
  });

  it("of a cancellation withdraws what no shop was notified of, and what was reported stays reported and says so", async () => {
    const receiver = await makeReceiver();
    const { scope, integrationId } = receiver;
    await tell(receiver, { at: HOUR_AGO + 1_000 });
    await recordShipments(scope, {
      ...{ integrationId, source: "form" },
      shipments: [{ order: "1001", carrier: "DHL", trackingNumber: "BY-HAND", trackingUrl: null }],
    });
    await tell(receiver, { at: HOUR_AGO + 2_000, status: 1999 });
    expect(await numbersOf(receiver)).toEqual(["BY-HAND"]);
    await tell(receiver, { at: HOUR_AGO + 3_000 });
    const told = { status: "told", toldAt: new Date(), nextPushAt: null };
    await inPlatform((tx) => tx.shipment.updateMany({ where: { integrationId, trackingNumber: "3S1" }, data: told }));
    await tell(receiver, { at: HOUR_AGO + 4_000, status: 2000 });
    const cancelled = async () => (await listShipments(scope, receiver)).find(({ trackingNumber }) => trackingNumber === "3S1");
    expect(await cancelled()).toMatchObject({ status: "told", cancelledAt: expect.any(Date) });
    await tell(receiver, { at: HOUR_AGO + 5_000 });
    expect(await cancelled()).toMatchObject({ status: "told", cancelledAt: null });
  });

  it("with the same time as another one is not taken for its repetition; a cancellation of that time ends the parcel, in any order", async () => {
    const receiver = await makeReceiver();
    await tell(receiver, { number: "3SFIRST" });
    await tell(receiver, { number: "3SSECOND" });
    expect(await numbersOf(receiver)).toEqual(["3SFIRST", "3SSECOND"]);
    await tell(receiver, { status: 2000 });
    expect(await numbersOf(receiver)).toEqual([]);
    expect(await tell(receiver, { number: "3SSECOND" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
  });

  it("is applied once for ever: replayed after another one of the same time, it does not bring back what a member removed", async () => {
    const receiver = await makeReceiver();
    await tell(receiver, { number: "3SFIRST" });
    await tell(receiver, { number: "3SSECOND" });
    const first = (await listShipments(receiver.scope, receiver)).find(({ trackingNumber }) => trackingNumber === "3SFIRST");
    await dropShipment(receiver.scope, { shipmentId: first?.id ?? "" });
    expect(await tell(receiver, { number: "3SFIRST" })).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual(["3SSECOND"]);
  });

  it("that names a parcel and cannot be read is refused, so that the carrier platform shows it as not delivered", async () => {
    const receiver = await makeReceiver();
    expect(await tell(receiver, { number: "N".repeat(500) })).toEqual([422, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
  });

  it("about an unknown cancelled parcel, or about something else, records nothing", async () => {
    const receiver = await makeReceiver();
    expect(await tell(receiver, { status: 2000 })).toEqual([200, ""]);
    for (const body of ["{}", "no json", JSON.stringify({ action: "integration_updated", timestamp: 1 })])
      expect(await deliver(receiver.integrationId, body, sign(body, receiver.secret))).toEqual([200, ""]);
    expect(await numbersOf(receiver)).toEqual([]);
  });
});

describe("a delivery that is not allowed", () => {
  let receiver: Receiver;
  let other: Receiver;
  beforeAll(async () => {
    [receiver, other] = await Promise.all([makeReceiver(), makeReceiver()]);
  });

  it("answers alike for a wrong signature, an unknown integration, another one's secret and one without a secret", async () => {
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

  it("is refused when it is longer than an event can be, announced or not", async () => {
    const body = " ".repeat(300_000);
    expect(await deliver(receiver.integrationId, body, sign(body, receiver.secret))).toEqual([413, ""]);
  });

  it("is refused when it was signed longer ago than the carrier repeats it, or for the future", async () => {
    const now = Date.now();
    for (const at of [now - 12.1 * 3_600_000, now - 90 * 86_400_000, now + 6 * 60_000])
      expect(await tell(other, { at: Math.round(at) })).toEqual([422, ""]);
    expect(await numbersOf(other)).toEqual([]);
    expect(await tell(other, { at: Math.round(now - 11.9 * 3_600_000) })).toEqual([200, ""]);
    expect(await numbersOf(other)).toEqual(["3S1"]);
  });

  it("is one with the secret that was replaced", async () => {
    const old = await makeReceiver();
    await makeWebhookSecret(old.scope, old);
    expect(await tell(old)).toEqual(UNKNOWN);
  });
});
