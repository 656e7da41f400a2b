import { afterAll, afterEach, expect, it, vi } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { listEndings } from "@/lib/health/endings/data";
import { examineShop, storeEndings, watchEndings } from "@/lib/health/endings/watch-endings";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { ShopifyGrants } from "@/lib/testing/fake-shops/shopify/grants";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { LOOPBACK, recentOrders, startBareShop } from "@/lib/testing/sync-shop";

vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
  process.env["SHOPIFY_CLIENT_ID"] = "c".repeat(32);
  process.env["SHOPIFY_CLIENT_SECRET"] = "shpss_secret";
});

const shops: FakeShop[] = [];
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
});
afterAll(closeQueue);

const notesOf = ({ scope }: ConnectedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.notification.findMany({ orderBy: { at: "asc" }, select: { kind: true, params: true } }));
const examine = ({ scope, integrationId }: ConnectedShop, now = new Date()) => examineShop(scope, integrationId, LOOPBACK, now);

it("an expiring certificate is shown with facts for the host, notified once a step, and cleared once renewed", async () => {
  const authority = await makeCertificateAuthority({ name: "Endings" });
  const start = async (days: number, port = 0): Promise<FakeShop> => {
    const tls = await authority.issue(["127.0.0.1"], { at: new Date(Date.now() - 360 * DAY_MS), validDays: days + 360 });
    const shop = await startFakeShop({ shopSystem: "woocommerce", port, tls, orders: recentOrders(1) });
    shops.push(shop);
    return shop;
  };
  const shop = await start(20);
  const connected = await connectShop({ baseUrl: shop.url });
  await examine(connected);
  await examine(connected);
  const [ending] = await listEndings(connected.scope, connected.integrationId);
  expect(ending).toMatchObject({
    kind: "certificate",
    details: { host: new URL(shop.url).host, digest: expect.stringMatching(/^([0-9A-F]{2}:){31}/) },
  });
  expect((await notesOf(connected)).map(({ kind }) => kind)).toEqual(["ending_soon"]);
  await examine(connected, new Date(Date.now() + 10 * DAY_MS));
  expect(await notesOf(connected)).toHaveLength(2);

  await shop.close();
  await examine(connected);
  expect(await listEndings(connected.scope, null), "not reached: what was known still counts").toHaveLength(1);
  shops.splice(0);
  await start(300, shop.port);
  await examine(connected);
  expect(await listEndings(connected.scope, null)).toEqual([]);
  expect(await notesOf(connected)).toHaveLength(2);
});

it("a shop that always renewed with a third of the lifetime left is announced once that is overdue, and the habit survives examinations", async () => {
  const connected = await connectShop({ baseUrl: "https://habit.invalid" });
  const { scope, integrationId } = connected;
  const begin = Date.now();
  const at = (day: number): Date => new Date(begin + day * DAY_MS);
  const seeOn = (day: number, issuedOn: number): Promise<void> => {
    const [validFrom, validTo, digest] = [at(issuedOn).toISOString(), at(issuedOn + 90).toISOString(), `${issuedOn}`];
    const own = { subject: "habit.invalid", issuer: "CA", names: [], validFrom, validTo, fingerprintSha256: digest };
    const ending = { kind: "certificate" as const, endsAt: at(issuedOn + 90), details: { digest, chain: [own] } };
    return storeEndings(scope, integrationId, { endings: [ending], unknown: [] }, at(day));
  };
  for (const [day, issuedOn] of [
    [0, 0],
    [60, 60],
    [119, 60],
    [120, 120],
    [184, 120],
  ] as const)
    await seeOn(day, issuedOn);
  expect(await notesOf(connected)).toEqual([]);
  await seeOn(185, 120);
  expect(
    (await notesOf(connected)).map(({ kind }) => kind),
    "25 days are left, usually 30",
  ).toEqual(["ending_soon"]);
  expect(await listEndings(scope, integrationId, at(185))).toMatchObject([{ details: { usuallyLeft: 1 / 3 } }]);
});

it("a domain that stopped resolving and a version without security fixes are reported apart from outages", async () => {
  const connected = await connectShop({ baseUrl: "https://gone.invalid", shopSystem: "prestashop", credentials: { key: "P".repeat(32) } });
  const { scope, integrationId } = connected;
  await inMerchant(scope.merchantId, (tx) =>
    tx.integration.updateMany({ where: { id: integrationId }, data: { shopSystemVersion: "1.7.8.11" } }),
  );
  const now = new Date();
  const source = "https://maker.example/policy";
  const version = { kind: "version" as const, endsAt: new Date("2025-06-10T23:59:59Z"), details: { version: "1.7.8.11", source } };
  await storeEndings(scope, integrationId, { endings: [{ kind: "domain", endsAt: now, details: {} }, version], unknown: [] }, now);
  const later = new Date(now.getTime() + DAY_MS);
  await storeEndings(scope, integrationId, { endings: [{ kind: "domain", endsAt: later, details: {} }, version], unknown: [] }, later);
  expect((await listEndings(scope, null)).map(({ kind, endsAt }) => [kind, endsAt])).toEqual([
    ["version", version.endsAt],
    ["domain", now],
  ]);
  const notes = await notesOf(connected);
  expect(notes.map(({ kind, params }) => [kind, (params as { what: string }).what]).toSorted()).toEqual([
    ["ending_soon", "domain"],
    ["ending_soon", "version"],
  ]);
});

it("renews the key of a shop without requests for weeks, and names a Shopify API version that is no longer served", async () => {
  const grants = new ShopifyGrants();
  const shop = await startBareShop(recentOrders(1), "shopify");
  shops.push(shop);
  shop.setBehaviour({ shopifyApp: { clientId: "c".repeat(32), secrets: ["shpss_secret"] }, shopifyGrants: grants });
  const { accessToken, refreshToken } = grants.offline(["read_orders"], Date.now());
  const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
  const credentials = { kind: "app", accessToken, refreshToken: refreshToken ?? "", expiresAt: at(-29), refreshExpiresAt: at(2) };
  const connected = await connectShop({ shopSystem: "shopify", baseUrl: shop.url, credentials });
  const { scope, integrationId } = connected;
  await inMerchant(scope.merchantId, (tx) =>
    tx.integration.updateMany({ where: { id: integrationId }, data: { shopSystemVersion: "2027-01" } }),
  );
  await examine(connected);
  expect(grants.counts.refresh_token).toBe(1);
  expect((await listEndings(scope, integrationId)).map(({ kind }) => kind)).toEqual(["api_version"]);
  expect(await notesOf(connected)).toEqual([]);
});

it("every shop is examined once a day, however many workers poll", async () => {
  const connected = await connectShop({ baseUrl: "http://127.0.0.1:9" });
  const schedule = jobPlatformScope("schedule");
  await inPlatform(
    (tx) =>
      tx.$executeRaw`update integration set next_endings_check_at = now() + interval '1 hour' where id <> ${connected.integrationId}::uuid`,
  );
  const taken = await Promise.all([watchEndings(schedule, LOOPBACK), watchEndings(schedule, LOOPBACK)]);
  expect(taken.toSorted()).toEqual([0, 1]);
  expect(await watchEndings(schedule, LOOPBACK)).toBe(0);
});
