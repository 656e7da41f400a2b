import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { findEventChannel, listEventDeliveries, listEvents } from "@/lib/notify/events/data";
import { deliverEvents, deliverEventsAgain } from "@/lib/notify/events/deliver-events";
import type { EventType } from "@/lib/notify/events/event-names";
import { chooseEvents, replayEvents, resendEvent } from "@/lib/notify/events/mutations";
import { orderEvents } from "@/lib/notify/events/order-events";
import { recordEvent } from "@/lib/notify/events/record-events";
import { addChannel, removeChannel } from "@/lib/notify/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});

const platform = jobPlatformScope("test");
const posts: { path: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
/** How the receiver answers an event with this failure. */
let refused: (failure: string) => number = () => 200;
let answers = "ok";

const failureIn = (body: string): string => (JSON.parse(body) as { data: { failure: string } }).data.failure;
const receiver = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString("utf8");
    posts.push({ path: request.url ?? "", headers: request.headers, body });
    response.writeHead(refused(failureIn(body))).end(answers);
  });
});
beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve)));
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await closeQueue();
});
beforeEach(() => {
  posts.length = 0;
  refused = () => 200;
  answers = "ok";
});

async function addHook({ scope }: ConnectedShop, events: readonly EventType[] = ["parcel.failed"]) {
  const path = `/${randomUUID()}`;
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
  const added = await addChannel(scope, { kind: "webhook", name: "ERP", url, key: "", chat: "", kinds: ["needs_you"] });
  if (!added.ok) throw new Error(added.reason);
  const { id: channelId, secret } = added.value;
  expect(await chooseEvents(scope, { channelId, events })).toEqual({ ok: true, value: true });
  return {
    channelId,
    secret: secret ?? "",
    told: () =>
      posts
        .filter((one) => one.path === path)
        .map(({ body }) => failureIn(body))
        .join(""),
  };
}

async function happen(shop: ConnectedShop, failures: string): Promise<void> {
  for (const failure of failures)
    await inMerchant(shop.scope.merchantId, (tx) => recordEvent(tx, shop, "parcel.failed", { shipmentId: randomUUID(), failure }));
  while ((await orderEvents(platform)) > 0);
}

async function deliver(): Promise<void> {
  while ((await deliverEvents(platform)) > 0);
}

/** The time until the next attempt has passed. */
async function deliverLater(channelId: string): Promise<void> {
  await inPlatform((tx) => tx.notificationChannel.updateMany({ where: { id: channelId }, data: { eventsDueAt: new Date() } }));
  await deliver();
}

const ALL = { after: 0, from: null, limit: 100, among: null, integrationId: null, types: null };
const deliveriesOf = async ({ scope }: ConnectedShop, channelId: string) =>
  (await listEventDeliveries(scope, { channelId, before: null, limit: 50 })).entries;

test("a webhook gets the chosen events that happen from then on, in order, signed, as the API answers them", async () => {
  const shop = await connectShop();
  await happen(shop, "x");
  const hook = await addHook(shop);
  const deaf = await addHook(shop, ["order.imported"]);
  await happen(shop, "abc");
  await deliver();
  expect(hook.told()).toBe("abc");
  expect(deaf.told(), "a type that was not chosen").toBe("");
  const { events } = await listEvents(shop.scope, { ...ALL, after: 1 });
  expect(posts.map(({ body }) => JSON.parse(body) as unknown)).toEqual(events);
  for (const { headers, body } of posts) {
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(() => new Webhook(hook.secret).verify(body, signed)).not.toThrow();
    expect(headers["webhook-id"]).toBe((JSON.parse(body) as { id: string }).id);
  }
  await deliver();
  expect(hook.told(), "each once").toBe("abc");
});

test("no event overtakes one that the receiver did not accept, and one that it never accepts is given up", async () => {
  const shop = await connectShop();
  const hook = await addHook(shop);
  refused = (failure) => (failure === "b" ? 503 : 200);
  await happen(shop, "abc");
  await deliver();
  await deliver();
  expect(hook.told(), "the next attempt comes later").toBe("ab");
  expect((await findEventChannel(shop.scope, hook.channelId))?.retryAt?.getTime()).toBeGreaterThan(Date.now());
  refused = () => 200;
  await deliverLater(hook.channelId);
  expect(hook.told()).toBe("abbc");
  refused = (failure) => (failure === "d" ? 500 : 200);
  answers = `${"é\u0000".repeat(3_000)}`;
  await happen(shop, "de");
  await deliver();
  for (let attempt = 2; attempt <= 6; attempt++) await deliverLater(hook.channelId);
  expect(hook.told()).toBe("abbcdddddde");
  const [newest, failed] = await deliveriesOf(shop, hook.channelId);
  expect(newest).toMatchObject({ status: "sent", attempts: 1, answerStatus: 200 });
  expect(failed).toMatchObject({ status: "failed", attempts: 6, failure: "refused", answerStatus: 500, event: { data: { failure: "d" } } });
  expect(failed?.answer.length).toBeLessThanOrEqual(2_000);
  refused = (failure) => (failure === "f" ? 410 : 200);
  await happen(shop, "fg");
  await deliver();
  expect(hook.told(), "what is gone is not asked for again").toBe("abbcddddddefg");
});

test("a replay sends events again from a position or moment on, in order and with the same ids", async () => {
  const shop = await connectShop();
  const { scope } = shop;
  const hook = await addHook(shop);
  await happen(shop, "abc");
  await deliver();
  const ids = posts.map(({ headers }) => headers["webhook-id"]);
  expect(await replayEvents(scope, { channelId: hook.channelId, after: 1 })).toEqual({ ok: true, value: { after: 1 } });
  await deliver();
  expect(hook.told()).toBe("abcbc");
  expect(posts.slice(3).map(({ headers }) => headers["webhook-id"])).toEqual(ids.slice(1));
  const later = new Date(Date.now() + 60_000);
  await inPlatform((tx) => tx.merchantEvent.updateMany({ where: { merchantId: scope.merchantId, position: 3 }, data: { at: later } }));
  expect(await replayEvents(scope, { channelId: hook.channelId, from: later.toISOString() })).toEqual({ ok: true, value: { after: 2 } });
  await deliver();
  expect(hook.told()).toBe("abcbcc");
  expect(await replayEvents(scope, { channelId: hook.channelId, after: 1_000 }), "the future is not skipped").toMatchObject({
    value: { after: 3 },
  });
});

test("a replay that begins while events are being sent is not undone by the worker that sends them", async () => {
  const shop = await connectShop();
  const hook = await addHook(shop);
  await happen(shop, "ab");
  let replayed: Promise<unknown> | null = null;
  refused = (failure) => {
    if (failure === "b") replayed ??= replayEvents(shop.scope, { channelId: hook.channelId, after: 0 });
    return 200;
  };
  answers = "";
  await deliver();
  await replayed;
  await deliver();
  expect(hook.told().endsWith("ab")).toBe(true);
  expect(hook.told().length).toBeGreaterThanOrEqual(4);
});

test("a single event is sent again when a user asks, whatever waits, and a removed channel gets none", async () => {
  const shop = await connectShop();
  const { scope } = shop;
  const hook = await addHook(shop);
  refused = (failure) => (failure === "b" ? 503 : 200);
  await happen(shop, "ab");
  await deliver();
  const [, first] = await deliveriesOf(shop, hook.channelId);
  const again = { channelId: hook.channelId, eventId: first?.event.id ?? "" };
  expect(await resendEvent(scope, again)).toEqual({ ok: true, value: true });
  expect(await deliverEventsAgain(platform)).toBe(1);
  expect(await deliverEventsAgain(platform)).toBe(0);
  expect(hook.told()).toBe("aba");
  expect((await deliveriesOf(shop, hook.channelId)).find(({ event }) => event.id === again.eventId)).toMatchObject({
    status: "sent",
    attempts: 2,
  });
  await resendEvent(scope, again);
  await removeChannel(scope, hook);
  await deliverEventsAgain(platform);
  await deliverLater(hook.channelId);
  expect(hook.told()).toBe("aba");
});

test("another merchant neither sees nor changes a channel's events, and a chat gets none", async () => {
  const shop = await connectShop();
  const hook = await addHook(shop);
  await happen(shop, "a");
  await deliver();
  const { scope } = await connectShop();
  expect(await findEventChannel(scope, hook.channelId)).toBeNull();
  expect((await listEventDeliveries(scope, { channelId: hook.channelId, before: null, limit: 50 })).entries).toEqual([]);
  const chat = await addChannel(scope, {
    kind: "slack",
    name: "Chat",
    url: "https://93.184.215.14/hook",
    key: "",
    chat: "",
    kinds: ["needs_you"],
  });
  const channelId = chat.ok ? chat.value.id : "";
  expect(await chooseEvents(scope, { channelId, events: ["order.imported"] })).toEqual({ ok: false, reason: "channel_unsigned" });
  expect(await replayEvents(scope, { channelId, after: 0 })).toEqual({ ok: false, reason: "no_events_chosen" });
});
