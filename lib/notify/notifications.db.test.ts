import http from "node:http";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PUBLIC_ONLY } from "@/lib/connectors/net/policy";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import type { Locale } from "@/lib/i18n/locales";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { openSession } from "@/lib/identity/auth/sessions";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { tellShops } from "@/lib/integrations/tell-shops";
import { type ChannelKind, RESTORE_MS } from "@/lib/notify/channel-kinds";
import { listChannels, listDeliveries, listNotes } from "@/lib/notify/data";
import { deliverDue } from "@/lib/notify/deliver";
import { fanOut } from "@/lib/notify/fan-out";
import {
  addChannel,
  forgetRemovedChannels,
  markRead,
  removeChannel,
  renewChannelSecret,
  resendDelivery,
  restoreChannel,
  saveNotificationPreferences,
  sendTest,
  unsubscribe,
} from "@/lib/notify/mutations";
import { DEFAULT_NOTIFICATION_PREFERENCES } from "@/lib/notify/notification-preferences";
import { postJson } from "@/lib/notify/post-json";
import { addChannelSchema } from "@/lib/notify/schema";
import { makeUnsubscribeToken, readUnsubscribeToken } from "@/lib/notify/unsubscribe-token";
import { startDueWeeklies } from "@/lib/notify/weekly";
import { warnDueShops } from "@/lib/sync/due";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { passQuietTime } from "@/lib/testing/pass-quiet-time";

// The environment is read once, so the port of the mail server must be set before the first import.
const smtpPort = await vi.hoisted(async () => {
  const { findFreePort } = await import("@/scripts/dev/ports.mjs");
  const port = await findFreePort();
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${port}`;
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  return port;
});

const platform = jobPlatformScope("test");
const mails: ParsedMail[] = [];
const posts: { path: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
let answerWith = 200;

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, _session, done) {
    void simpleParser(stream).then((mail) => {
      mails.push(mail);
      done();
    });
  },
});
const receiver = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    posts.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(answerWith).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(smtpPort, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(resolve));
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(() => {
  mails.length = 0;
  posts.length = 0;
  answerWith = 200;
});

const receiverUrl = (): string => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=planted-secret`;

async function apply({ scope, integrationId }: ConnectedShop, event: LaneEvent): Promise<void> {
  const job = jobScope("test", scope.merchantId);
  await inMerchant(scope.merchantId, (tx) => applyLaneEvent(tx, job, { integrationId, lane: "orders_in", event, now: new Date() }));
}
const failing: LaneEvent = {
  kind: "run_failed",
  counts: true,
  failure: { code: "credentials_rejected", status: 401, retryAfterSeconds: null },
} as LaneEvent;
const succeeding: LaneEvent = { kind: "run_succeeded" } as LaneEvent;

/** The shop works again and goes on working until all-clear. */
async function recover(shop: ConnectedShop): Promise<void> {
  await apply(shop, succeeding);
  await passQuietTime(shop.integrationId);
}
const DOWN = /^Bloemen: Order import down since /;

/** Sends every note now, as if the collecting minute had passed. */
async function sendNow(): Promise<void> {
  await fanOut(platform, new Date(Date.now() - 120_000));
  while ((await deliverDue(platform, tellShops)) > 0);
}

/** The same for messages that are still being collected. */
async function sendWaiting(): Promise<void> {
  await fanOut(platform, new Date(Date.now() - 120_000));
  await inPlatform((tx) => tx.notificationDelivery.updateMany({ where: { status: "waiting" }, data: { dueAt: new Date() } }));
  await deliverDue(platform, tellShops);
}

describe("notifications of members", () => {
  test("one mail is sent when a lane needs action, however often it fails, and one on recovery", async () => {
    const shop = await connectShop();
    for (let time = 0; time < 3; time += 1) await apply(shop, failing);
    await sendNow();
    await sendNow();
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail?.subject).toMatch(DOWN);
    expect(mail?.text).toContain("does not accept the API key");
    expect(mail?.html).toContain(`/m/${shop.scope.merchantId}/integrations/${shop.integrationId}`);
    expect(mail?.text).toContain("Next step: Replace key.");
    expect(mail?.headers.get("list")).toBeTruthy();
    // The end of maintenance proves nothing.
    await apply(shop, { kind: "maintenance_announced", until: new Date(Date.now() + 60_000), by: "Ada" });
    await apply(shop, { kind: "maintenance_ended" });
    await apply(shop, failing);
    await sendNow();
    expect(mails).toHaveLength(1);
    // A warning that recovery overtakes must not take the recovery with it.
    const failingSince = new Date(Date.now() - 8 * 86_400_000);
    await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId: shop.integrationId }, data: { failingSince } }));
    await warnDueShops(platform);
    await recover(shop);
    expect((await listNotes(shop.scope)).entries.map(({ kind }) => kind)).toEqual(["recovered", "off_soon", "needs_you"]);
    await sendNow();
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(DOWN), "Bloemen is healthy again"]);
    expect(mails[1]?.text, "there is nothing to do any more").not.toContain("Next step");
    expect(mails[1]?.text).toContain("Open the shop");
  });

  test("a shop throttled for a week causes a warning with the reason and the day of the switch-off", async () => {
    const shop = await connectShop();
    const failingSince = new Date(Date.now() - 8 * 86_400_000);
    const slow = { state: "throttled", reason: "failed", reasonParams: { failure: "server_error", status: 500, times: 40 }, failingSince };
    await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId: shop.integrationId, lane: "orders_in" }, data: slow }));
    await warnDueShops(platform);
    await sendNow();
    expect(mails.map(({ subject }) => subject)).toEqual(["Bloemen will soon be switched off"]);
    expect(mails[0]?.text).toContain("the shop answered 40 times with 500");
    expect(mails[0]?.text).toMatch(/Will be switched off .*\d/);
    expect((await listNotes(shop.scope)).entries.map(({ kind }) => kind)).toEqual(["off_soon"]);
    await recover(shop);
    await sendNow();
    expect(mails[1]?.subject).toBe("Bloemen is healthy again");
  });

  test("mails use the language that the member chose, else that of the first sign-in, whatever browser came later", async () => {
    const shop = await connectShop();
    const personId = memberOf(shop);
    const owner = { id: personId, name: "Ada", isStaff: false, notified: null };
    const signIn = (locale: Locale | null) =>
      inPlatform((tx) => openSession(tx, owner, { address: "192.0.2.1", userAgent: null, locale }, new Date()));
    for (const locale of [null, "de", "fr"] as const) await signIn(locale);
    await apply(shop, failing);
    await sendNow();
    await inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { locale: "nl" } }));
    await recover(shop);
    await sendNow();
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Bloemen: Bestellimport gestört seit /),
      "Bloemen is weer in orde",
    ]);
  });

  test("a problem that ended before the message was sent is dropped, and the log shows it", async () => {
    const shop = await connectShop();
    await apply(shop, failing);
    await fanOut(platform, new Date());
    await apply(shop, succeeding);
    await sendWaiting();
    expect(mails).toEqual([]);
    expect((await listDeliveries(shop.scope)).entries, "it waits to see whether it is over").toMatchObject([{ status: "waiting" }]);
    await passQuietTime(shop.integrationId);
    await sendWaiting();
    expect(mails).toEqual([]);
    expect((await listDeliveries(shop.scope)).entries.map(({ status, notices }) => ({ status, notices }))).toEqual([
      { status: "dropped", notices: 2 },
    ]);
  });

  test("forty shops of a merchant that fail together cause one message", async () => {
    const first = await connectShop();
    const more = await Promise.all(Array.from({ length: 39 }, () => connectShop({ merchantId: first.scope.merchantId })));
    await inPlatform((tx) =>
      tx.membership.deleteMany({ where: { merchantId: first.scope.merchantId, personId: { not: memberOf(first) } } }),
    );
    for (const shop of [first, ...more]) await apply(shop, failing);
    await sendNow();
    expect(mails.map(({ subject }) => subject)).toEqual(["40 shops need action"]);
    expect(mails[0]?.text).toContain("And 20 more");
  });

  test("no mail is sent for events a member did not choose, and none after they left the merchant", async () => {
    const [unwilling, gone] = [await connectShop(), await connectShop()];
    await saveNotificationPreferences(unwilling.scope, { ...DEFAULT_NOTIFICATION_PREFERENCES, kinds: ["recovered"] });
    await apply(unwilling, failing);
    await apply(gone, failing);
    await fanOut(platform, new Date(Date.now() - 120_000));
    await inPlatform((tx) => tx.membership.deleteMany({ where: { merchantId: gone.scope.merchantId } }));
    await sendNow();
    expect(mails).toEqual([]);
  });
});

const memberOf = ({ scope }: ConnectedShop): string => (scope.actor.kind === "member" ? scope.actor.personId : "");

describe("channels", () => {
  test("a webhook is signed so that its receiver can verify it, and its URL is never shown", async () => {
    const shop = await connectShop();
    const added = await addChannel(shop.scope, { kind: "webhook", name: "Shop tool", url: receiverUrl(), kinds: ["needs_you"] });
    if (!added.ok || !added.value.secret) throw new Error("no webhook");
    await apply(shop, failing);
    await sendNow();
    expect(posts).toHaveLength(1);
    const [post] = posts;
    const verified = new Webhook(added.value.secret).verify(post?.body ?? "", post?.headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: "notices",
      data: {
        merchantId: shop.scope.merchantId,
        notices: [{ kind: "needs_you", shop: "Bloemen", incident: { id: expect.any(String), state: "down" } }],
      },
    });
    const stored = await inPlatform((tx) => tx.$queryRaw`select n::text from notification_channel n`);
    expect(JSON.stringify([stored, await listDeliveries(shop.scope)])).not.toContain("planted-secret");
  });

  test("a renewed secret signs every attempt from then on, of messages that wait already too; the old one signs none", async () => {
    const shop = await connectShop();
    const added = await addChannel(shop.scope, { kind: "webhook", name: "Shop tool", url: receiverUrl(), kinds: ["needs_you"] });
    if (!added.ok || !added.value.secret) throw new Error("no webhook");
    await sendTest(shop.scope, { channelId: added.value.id });
    const renewed = await renewChannelSecret(shop.scope, { channelId: added.value.id });
    if (!renewed.ok) throw new Error(renewed.reason);
    await sendNow();
    const [post] = posts;
    const verifyWith = (secret: string) => new Webhook(secret).verify(post?.body ?? "", post?.headers as Record<string, string>);
    expect(verifyWith(renewed.value.secret)).toHaveProperty("data");
    expect(() => verifyWith(added.value.secret ?? "")).toThrow();
    const removed = { channelId: added.value.id };
    await removeChannel(shop.scope, removed);
    expect(await renewChannelSecret(shop.scope, removed)).toEqual({ ok: false, reason: "not_found" });
  });

  test("a receiver that answers with an error is retried later, and at once on demand", async () => {
    const shop = await connectShop();
    await addChannel(shop.scope, { kind: "slack", name: "Chat", url: receiverUrl(), kinds: ["needs_you"] });
    answerWith = 500;
    await apply(shop, failing);
    await sendNow();
    const log = async () => (await listDeliveries(shop.scope)).entries.find(({ way }) => way === "slack");
    expect(await log()).toMatchObject({ status: "waiting", failure: "refused", answerStatus: 500, attempts: 1 });
    answerWith = 410;
    await inPlatform((tx) => tx.notificationDelivery.updateMany({ where: { status: "waiting" }, data: { dueAt: new Date() } }));
    await sendNow();
    expect(await log()).toMatchObject({ status: "failed", answerStatus: 410 });
    answerWith = 200;
    const failed = await log();
    expect(await resendDelivery(shop.scope, { deliveryId: failed?.id ?? "" })).toEqual({ ok: true, value: true });
    await sendNow();
    expect(await log()).toMatchObject({ status: "sent", answerStatus: 200 });
    expect(JSON.parse(posts.at(-1)?.body ?? "{}")).toMatchObject({
      text: expect.stringMatching(/^\*Bloemen: Order import down since .*`#[0-9a-f]{8}`$/s),
    });
  });

  test("every service gets an incident in its own format and with its own key, and on-call services get its end", async () => {
    const shop = await connectShop();
    const { port } = receiver.address() as AddressInfo;
    const add = async (kind: ChannelKind, path: string, more: { key?: string; chat?: string } = {}) => {
      const input = { kind, name: kind, url: `http://127.0.0.1:${port}${path}`, kinds: ["needs_you", "recovered"], ...more };
      const added = await addChannel(shop.scope, addChannelSchema.parse(input));
      expect(added.ok && added.value.secret, "only a secret made here is returned").toBeNull();
    };
    await add("teams", "/teams/workflow?sig=1");
    await add("telegram", "/", { key: "123:telegram-token", chat: "-100 77" });
    await add("ntfy", "/ntfy/topic", { key: "tk_protected" });
    await add("pagerduty", "/v2/enqueue", { key: "routing-key" });
    await add("opsgenie", "/v2/alerts?team=1", { key: "genie-key" });
    await apply(shop, failing);
    await sendNow();
    const incident = await inMerchant(shop.scope.merchantId, (tx) => tx.incident.findFirstOrThrow());
    const down = expect.stringMatching(DOWN);
    const sent = (path: string) =>
      posts.filter((post) => post.path === path).map(({ headers, body }) => ({ key: headers.authorization, ...JSON.parse(body) }));
    const card = {
      type: "AdaptiveCard",
      body: [{ text: expect.stringContaining("Bloemen: Order import down since") }, { text: expect.stringContaining("API key") }],
    };
    expect(sent("/teams/workflow?sig=1")).toMatchObject([{ type: "message", attachments: [{ content: card }] }]);
    expect(sent("/bot123:telegram-token/sendMessage")).toMatchObject([
      { chat_id: "-100 77", text: expect.stringMatching(/^Bloemen: .*API key/s) },
    ]);
    expect(sent("/ntfy")).toMatchObject([{ key: "Bearer tk_protected", topic: "topic", title: down, priority: 4 }]);
    const alert = { dedup_key: incident.id, routing_key: "routing-key" };
    expect(sent("/v2/enqueue")).toMatchObject([
      { ...alert, event_action: "trigger", payload: { summary: down, source: "Bloemen", severity: "error" } },
    ]);
    expect(sent("/v2/alerts?team=1")).toMatchObject([{ key: "GenieKey genie-key", alias: incident.id, message: down, entity: "Bloemen" }]);
    posts.length = 0;
    await recover(shop);
    await sendNow();
    expect(sent("/v2/enqueue")).toMatchObject([{ ...alert, event_action: "resolve" }]);
    expect(sent(`/v2/alerts/${incident.id}/close?team=1&identifierType=alias`)).toMatchObject([{ key: "GenieKey genie-key" }]);
    expect(sent("/ntfy")).toMatchObject([{ title: "Bloemen is healthy again", priority: 3 }]);
    const stored = await inPlatform((tx) => tx.$queryRaw`select n::text from notification_channel n`);
    for (const key of ["telegram-token", "tk_protected", "routing-key", "genie-key"])
      expect(JSON.stringify([stored, await listChannels(shop.scope)])).not.toContain(key);
  });

  test("a kind that needs a key or a chat is rejected without", () => {
    const channel = { name: "On call", url: "https://service.example/", kinds: ["needs_you"] };
    const problemsOf = (input: object) => addChannelSchema.safeParse({ ...channel, ...input }).error?.issues.map(({ message }) => message);
    expect(problemsOf({ kind: "pagerduty", key: " " })).toEqual(["channel_key_missing"]);
    expect(problemsOf({ kind: "telegram", key: "1:a" })).toEqual(["chat_missing"]);
    expect(problemsOf({ kind: "ntfy" })).toBeUndefined();
  });

  test("removing a channel stops its messages and can be undone for a while; then its URL is deleted", async () => {
    const shop = await connectShop();
    const { scope } = shop;
    const added = await addChannel(scope, { kind: "slack", name: "Chat", url: receiverUrl(), kinds: ["needs_you"] });
    if (!added.ok) throw new Error(added.reason);
    const channel = { channelId: added.value.id };
    await removeChannel(scope, channel);
    expect(await sendTest(scope, channel)).toEqual({ ok: false, reason: "not_found" });
    expect(await listChannels(scope)).toMatchObject([{ isRemoved: true }]);
    expect(await restoreChannel(scope, channel)).toEqual({ ok: true, value: true });
    await sendTest(scope, channel);
    await sendNow();
    expect(posts, "it sends again to the same URL").toHaveLength(1);
    await removeChannel(scope, channel);
    await forgetRemovedChannels(platform, new Date(Date.now() + RESTORE_MS + 1000));
    expect(await restoreChannel(scope, channel)).toEqual({ ok: false, reason: "channel_gone" });
    expect(await listChannels(scope)).toEqual([]);
  });

  test("a private address is rejected, and a removed channel gets no messages", async () => {
    const shop = await connectShop();
    const add = (url: string) => addChannel(shop.scope, { kind: "slack", name: "Chat", url, kinds: ["needs_you"] });
    for (const url of ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://127.0.0.1:5432/"])
      expect(await add(url)).toEqual({ ok: false, reason: "channel_url_not_allowed" });
    // Unencrypted messages stay within the operator's networks.
    for (const url of ["http://93.184.215.14/hook", "http://name.invalid/hook"])
      expect(await add(url)).toEqual({ ok: false, reason: "channel_url_plain" });
    expect(await postJson("http://93.184.215.14/hook", "{}", {}, PUBLIC_ONLY)).toMatchObject({ failure: "target_not_allowed" });
    const added = await add(receiverUrl());
    if (!added.ok) throw new Error(added.reason);
    expect(await removeChannel(shop.scope, { channelId: added.value.id })).toEqual({ ok: true, value: true });
    expect(await sendTest(shop.scope, { channelId: added.value.id })).toEqual({ ok: false, reason: "not_found" });
    await apply(shop, failing);
    await sendNow();
    expect(posts).toEqual([]);
  });
});

test("an unsubscribe link stops one kind of mail for one member, and a tampered link stops nothing", async () => {
  const shop = await connectShop();
  const subscription = { merchantId: shop.scope.merchantId, personId: memberOf(shop), what: "notices" } as const;
  const token = makeUnsubscribeToken(subscription);
  expect(readUnsubscribeToken(token)).toEqual(subscription);
  expect(readUnsubscribeToken(`A${token.slice(1)}`)).toBeNull();
  expect(readUnsubscribeToken("")).toBeNull();
  await apply(shop, failing);
  await fanOut(platform, new Date(Date.now() + 3_600_000));
  expect(await unsubscribe(subscription)).toEqual({ ok: true, value: true });
  const { entries } = await listDeliveries(shop.scope);
  expect(entries, "nor is one sent that is being collected").toEqual([]);
  await recover(shop);
  await sendNow();
  expect(mails).toEqual([]);
});

test("the bell shows unread notes until the member reads them", async () => {
  const shop = await connectShop();
  await apply(shop, failing);
  expect((await listNotes(shop.scope)).entries.map(({ kind, isNew }) => ({ kind, isNew }))).toEqual([{ kind: "needs_you", isNew: true }]);
  await markRead(shop.scope);
  expect((await listNotes(shop.scope)).entries.map(({ isNew }) => isNew)).toEqual([false]);
});

test("the weekly summary is sent once, on Monday, with the counts of the week", async () => {
  const shop = await connectShop();
  await startDueWeeklies(platform, new Date());
  expect((await listDeliveries(shop.scope)).entries.filter(({ content }) => content === "weekly")).toEqual([]);
  const nextWeek = new Date(Date.now() + 8 * 86_400_000);
  const from = nextWeek.getUTCHours() * 60;
  const quiet = { from, to: (from + 120) % 1440 };
  await inPlatform((tx) => tx.person.update({ where: { id: memberOf(shop) }, data: { timeZone: "UTC" } }));
  await saveNotificationPreferences(shop.scope, { ...DEFAULT_NOTIFICATION_PREFERENCES, quiet });
  await startDueWeeklies(platform, nextWeek);
  await startDueWeeklies(platform, nextWeek);
  const where = { merchantId: shop.scope.merchantId, content: "weekly" };
  const { dueAt } = await inPlatform((tx) => tx.notificationDelivery.findFirstOrThrow({ where }));
  expect(dueAt.getUTCHours() * 60 + dueAt.getUTCMinutes(), "after the quiet hours").toBe(quiet.to);
  await inPlatform((tx) =>
    tx.notificationDelivery.updateMany({ where: { merchantId: shop.scope.merchantId }, data: { dueAt: new Date() } }),
  );
  await deliverDue(platform, tellShops);
  const own = mails.filter(({ html }) => String(html).includes(shop.scope.merchantId));
  expect(own.map(({ subject }) => subject)).toEqual(["Your week: 0 orders, all shops healthy"]);
});
