import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS } from "@/lib/base/limits";
import { jobPlatformScope, type OwnerScope, ownerScope } from "@/lib/identity/accounts/access";
import { recordAudit, recordPlatformEvent } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { inMerchantSql, sqlWithin } from "@/lib/infra/sql";
import { type StoredBatch, storeOrders } from "@/lib/orders/mutations";
import { readPrivacy } from "@/lib/orders/privacy/data";
import { beginErasure } from "@/lib/orders/privacy/erase-buyer";
import { eraseBuyer } from "@/lib/orders/privacy/mutations";
import { readBounds } from "@/lib/orders/privacy/read-bounds";
import { workErasures } from "@/lib/orders/privacy/work-erasures";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";

const owner = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
beforeAll(() => owner.connect());
afterAll(() => owner.end());

const BUYER = {
  ...fakeShopOrder().billing,
  name: "Zoë O’Neill-García",
  street1: 'Herengracht 12 "b"',
  email: "Zoe.O+shop@Customer.example",
  phone: "+31 20 555 0199",
};
/** Texts that must not remain anywhere, in their possible spellings. */
const TRACES = [
  "312055501",
  "20-555",
  "zoe.o+shop@customer.example",
  "zoe.o%2bshop@",
  "zoe.o%2bshop%40",
  "neill-garc",
  "herengracht 12",
  "555 0199",
];

const orderOf = (parts: Parameters<typeof fakeShopOrder>[0] = {}) => fakeShopOrder({ billing: BUYER, shipping: BUYER, ...parts });

const store = (
  { scope, integrationId }: ConnectedShop,
  orders: ReturnType<typeof orderOf>[],
  unreadable: object[] = [],
): Promise<StoredBatch> =>
  inMerchant(scope.merchantId, (tx) =>
    storeOrders(sqlWithin(tx), scope, { integrationId, runId: null, orders, unreadable: unreadable as never }),
  );

const owning = ({ scope }: ConnectedShop): OwnerScope => {
  const found = ownerScope(scope);
  if (!found) throw new Error("no owner");
  return found;
};

const work = () => workErasures(jobPlatformScope("test"));

/** Runs the job until nothing is left to erase. */
async function workAll(): Promise<void> {
  while ((await work()) > 0);
}

/** Erases the buyer. @returns how much the page reports */
async function erase(shop: ConnectedShop, email = BUYER.email) {
  const asked = await eraseBuyer(owning(shop), { email });
  if (!asked.ok) throw new Error(asked.reason);
  await workAll();
  const [newest] = (await readPrivacy(shop.scope)).erasures;
  expect(newest?.finishedAt).not.toBeNull();
  return { orders: newest?.orders, quarantined: newest?.quarantined, texts: newest?.texts };
}

/** Every column of every table, in our schema and the queue's, that contains one of the texts, binary columns included. */
async function findTraces(texts: readonly string[] = TRACES): Promise<string[]> {
  const { rows: columns } = await owner.query<{ schema: string; table: string; column: string; type: string }>(
    `select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE'`,
  );
  expect(columns.length).toBeGreaterThan(300);
  const found: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const text = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const { rows } = await owner.query(
      `select 1 from "${schema}"."${table}" where exists (select from unnest($1::text[]) t where strpos(lower(${text}), t) > 0) limit 1`,
      [texts],
    );
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

/** A shop whose merchant mentions the buyer wherever one can be mentioned. */
async function mentionEverywhere(): Promise<ConnectedShop> {
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  const { merchantId, actor } = scope;
  await store(
    shop,
    [orderOf({ externalId: "1" }), orderOf({ externalId: "2", shipping: { ...BUYER, email: "" } }), fakeShopOrder({ externalId: "3" })],
    [{ externalId: "9", modifiedAt: null, error: "total", raw: { customer: { contact: BUYER.email }, note: BUYER.name } }],
  );
  const text = `${BUYER.name} (${BUYER.email}), ${BUYER.street1}, called from ${BUYER.phone}, +31 (20) 555-0199 or +31205550199`;
  await inPlatform(async (tx) => {
    await recordAudit(tx, scope, { action: "orders_exported", integrationId, details: { filter: `q=${encodeURIComponent(BUYER.email)}` } });
    await recordAudit(tx, scope, { action: "order_view_saved", details: { name: `Orders of ${BUYER.email}`, query: "" } });
    await tx.quarantinedOrder.updateMany({
      where: { merchantId },
      data: { dismissedAt: new Date(), dismissedBy: actor, dismissedBecause: text },
    });
    await recordAudit(tx, scope, { action: "order_dismissed", integrationId, details: { order: "9", reason: `Of ${BUYER.email}` } });
    await tx.merchantNote.create({ data: { merchantId, author: actor, text } });
    const thread = { merchantId, about: "integration", openedBy: actor, evidence: { seen: text }, firstWords: text };
    const { id: threadId } = await tx.supportThread.create({ data: thread });
    await tx.supportMessage.create({ data: { merchantId, threadId, author: actor, text } });
    const check = { merchantId, integrationId, trigger: "manual", requestedBy: actor, result: { causes: [], probes: [{ body: text }] } };
    await tx.reachabilityCheck.create({ data: { ...check, status: "done" } });
    await tx.notification.create({ data: { merchantId, integrationId, kind: "action_needed", params: { text } } });
    const link = `https://tracking.example/3S1?mail=${encodeURIComponent(BUYER.email)}`;
    const parcel = { carrier: "PostNL", trackingNumber: "3S1", trackingUrl: link, source: "form", recordedBy: actor };
    const order = await tx.shopOrder.findFirstOrThrow({ where: { merchantId, externalId: "1" } });
    await tx.shipment.create({ data: { merchantId, integrationId, orderId: order.id, ...parcel } });
    const report = { tokenHash: randomBytes(32), causeCodes: [], locale: "en", createdBy: actor, expiresAt: new Date() };
    const shared = { ...report, merchantId, integrationId, snapshot: { text }, shownName: BUYER.name };
    const { id: reportId } = await tx.sharedReport.create({ data: shared });
    const said = { side: "host", kind: "message", author: {}, at: new Date() };
    await tx.reportMessage.create({ data: { ...said, merchantId, reportId, text } });
    await tx.savedView.create({
      data: { name: BUYER.email, path: "/support", query: `q=${encodeURIComponent(BUYER.email)}`, author: actor },
    });
    await tx.bulkJob.create({
      data: { kind: "check", filter: { q: BUYER.email }, reason: `for ${BUYER.email}`, orderedBy: actor, perMinute: 1, total: 0 },
    });
    await tx.capturedMail.create({
      data: { recipient: "o@x.example", subject: BUYER.email, text: `<${BUYER.email}>`, html: `<p>${BUYER.email}</p>`, headers: {} },
    });
    await recordPlatformEvent(tx, { actor, sourceAddress: null }, { action: "bulk_started", details: { reason: `for ${BUYER.email}` } });
    const moved = { lane: "orders_in", fromState: "regular", toState: "paused", reason: "paused_by_member", actor };
    await tx.laneTransition.create({ data: { merchantId, integrationId, ...moved, reasonParams: { said: `No ${BUYER.email}.` } } });
    await tx.$executeRaw`insert into pgboss.job (name, group_id, data, output)
      values ('sync-orders', ${merchantId}, ${{ merchantId, integrationId }}::jsonb, ${{ message: text }}::jsonb)`;
    if (actor.kind === "member")
      await tx.personPreference.create({
        data: { personId: actor.personId, key: "list", value: { query: `?q=${encodeURIComponent(BUYER.email)}` } },
      });
  });
  return shop;
}

describe("erasing a buyer", () => {
  it("leaves no e-mail, name, street or phone number in any table, and reports how much was erased", async () => {
    const shop = await mentionEverywhere();
    expect((await findTraces()).length).toBeGreaterThan(10);
    expect(await erase(shop)).toEqual({ orders: 2, quarantined: 1, texts: 18 });
    expect(await findTraces()).toEqual([]);
    const orders = await inPlatform((tx) =>
      tx.shopOrder.findMany({ where: { integrationId: shop.integrationId }, orderBy: { externalId: "asc" } }),
    );
    expect(orders[0]).toMatchObject({
      number: "1",
      customerEmail: "",
      billing: { country: "NL", name: "" },
      searchText: expect.stringMatching(/^[1 ]+vase-1$/),
    });
    expect(orders[0]?.buyerErasedAt).not.toBeNull();
    expect(orders[2]).toMatchObject({ customerEmail: "mia@customer.example", buyerErasedAt: null });
  });

  it("applies to later imports: the same version, a changed order, a new one, and an unreadable record", async () => {
    const shop = await connectShop();
    await store(shop, [orderOf({ externalId: "1" })]);
    await erase(shop);
    const later = new Date("2026-11-21T10:00:00Z");
    expect(await store(shop, [orderOf({ externalId: "1" })])).toMatchObject({ created: 0, updated: 0 });
    const changed = await store(
      shop,
      [
        orderOf({ externalId: "1", modifiedAt: later, status: "completed" }),
        orderOf({ externalId: "2" }),
        // Only the raw record contains the address.
        orderOf({ externalId: "3", billing: { ...BUYER, email: "" }, shipping: { ...BUYER, email: "" }, raw: { meta: [BUYER] } }),
      ],
      [{ externalId: "9", modifiedAt: null, error: `e-mail ${BUYER.email}`, raw: { email: BUYER.email.toUpperCase() } }],
    );
    expect(changed).toMatchObject({ created: 2, updated: 1, quarantined: 1 });
    expect(await findTraces()).toEqual([]);
    const [first] = await inPlatform((tx) => tx.shopOrder.findMany({ where: { integrationId: shop.integrationId, externalId: "1" } }));
    expect(first).toMatchObject({ status: "completed", billing: { country: "NL" } });
    expect(await store(shop, [fakeShopOrder({ externalId: "4" })])).toMatchObject({ created: 1 });
    const other = await inPlatform((tx) => tx.shopOrder.findFirst({ where: { integrationId: shop.integrationId, externalId: "4" } }));
    expect(other?.customerEmail).toBe("mia@customer.example");
  });

  it("waits for a running import, and erases what it stored", async () => {
    const shop = await connectShop();
    const { scope, integrationId } = shop;
    let erasing: Promise<unknown> | undefined;
    await inMerchantSql(scope.merchantId, 60_000, async (sql) => {
      await storeOrders(sql, scope, { integrationId, runId: null, orders: [orderOf({ externalId: "1" })], unreadable: [] });
      erasing = erase(shop);
      const waits = async () =>
        (
          await owner.query(
            "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
          )
        ).rowCount;
      await expect.poll(waits).toBe(1);
    });
    expect(await erasing).toMatchObject({ orders: 1 });
    expect(await findTraces()).toEqual([]);
  });

  it("an order whose stored address is none, or was broken by a control character, is erased by its id", async () => {
    const shop = await connectShop();
    const { merchantId } = shop.scope;
    const emails = ["zoe\u0085@customer.example", "zoe\u00a0@customer.example", "zoe\u200b@customer.example", "@", ".*"];
    const orders = emails.map((email, place) => orderOf({ externalId: `${place}`, billing: { ...BUYER, email } }));
    await store(shop, orders);
    const externalIds = orders.map(({ externalId }) => externalId);
    await inPlatform((tx) => beginErasure(tx, shop.scope, { email: null, orders: { integrationId: shop.integrationId, externalIds } }));
    await workAll();
    expect((await readPrivacy(shop.scope)).erasures[0]).toMatchObject({ orders: emails.length });
    const left = await inPlatform((tx) => tx.shopOrder.findMany({ where: { merchantId }, select: { customerEmail: true } }));
    expect(left.filter(({ customerEmail }) => customerEmail !== "")).toEqual([]);
  });

  it("affects no other merchant, and requires an owner", async () => {
    const [shop, other] = [await connectShop(), await connectShop()];
    await store(other, [orderOf({ externalId: "1" })]);
    expect(await erase(shop)).toEqual({ orders: 0, quarantined: 0, texts: 0 });
    const kept = await inPlatform((tx) => tx.shopOrder.findFirst({ where: { integrationId: other.integrationId } }));
    expect(kept?.customerEmail).toBe(BUYER.email);
    await inPlatform((tx) => tx.membership.updateMany({ where: { merchantId: other.scope.merchantId }, data: { role: "member" } }));
    expect(await eraseBuyer(owning(other), { email: BUYER.email })).toEqual({ ok: false, reason: "not_owner" });
    await owner.query("delete from integration where id = $1", [other.integrationId]);
  });

  it("stores only a hash that reveals no address in a dump", async () => {
    const shop = await connectShop();
    await erase(shop);
    const { merchantId } = shop.scope;
    const row = await inPlatform((tx) => tx.erasedBuyer.findFirstOrThrow({ where: { merchantId } }));
    expect(row.emailHash).toHaveLength(32);
    await expect(inPlatform((tx) => tx.$executeRaw`select erase_merchant(${randomUUID()}::uuid)`)).rejects.toThrow(/is not due/);
  });

  it.each([
    ["a street that looks like JSON", { street1: 'orders": 0' }],
    ["the longest street that is stored", { street1: "Herengracht ".padEnd(LIMITS.orderField, "9") }],
    ["a name of regular expressions", { name: "(a+)+$ [x" }],
    ["a name of backslashes and quotes", { name: 'a\\ "b\\' }],
  ])("succeeds with %s", async (_, odd) => {
    const shop = await connectShop();
    const billing = { ...BUYER, ...odd };
    await store(shop, [orderOf({ externalId: "1", billing, shipping: billing })]);
    const data = { kind: "action_needed", params: { street: billing.street1, name: billing.name, count: 0 } };
    const { merchantId } = shop.scope;
    await inPlatform((tx) => tx.notification.create({ data: { ...data, merchantId, integrationId: shop.integrationId } }));
    expect(await erase(shop)).toMatchObject({ orders: 1, texts: 1 });
    const kept = await inPlatform((tx) => tx.notification.findFirstOrThrow({ where: { merchantId } }));
    expect(kept.params).toMatchObject({ count: 0 });
    expect(JSON.stringify(kept.params)).not.toContain(JSON.stringify(Object.values(odd)[0]).slice(1, -1));
  });

  it("touches nothing of a longer address: johnson@x in mikejohnson@x", async () => {
    const shop = await connectShop();
    const { merchantId, actor } = shop.scope;
    const [johnson, mike] = ["johnson@x.example", "mikejohnson@x.example"];
    await store(
      shop,
      [johnson, mike, "johnson@x.example.org"].map((email, place) =>
        orderOf({
          externalId: `${place}`,
          billing: { ...BUYER, name: email, email },
          shipping: { ...BUYER, name: email, email },
          raw: { email },
        }),
      ),
    );
    const view = { name: `Of ${mike}`, path: "/support/mike", query: `q=${encodeURIComponent(mike)}`, author: actor };
    await inPlatform((tx) => tx.savedView.create({ data: view }));
    await inPlatform((tx) =>
      recordAudit(tx, shop.scope, { action: "order_view_saved", details: { name: mike, query: `${mike} ${johnson}` } }),
    );
    expect(await erase(shop, johnson)).toMatchObject({ orders: 1 });
    const orders = await inPlatform((tx) => tx.shopOrder.findMany({ where: { merchantId }, orderBy: { externalId: "asc" } }));
    expect(orders.map(({ customerEmail }) => customerEmail)).toEqual(["", mike, "johnson@x.example.org"]);
    expect(await inPlatform((tx) => tx.savedView.findFirstOrThrow({ where: { path: "/support/mike" } }))).toMatchObject(view);
    const [saved] = await inPlatform((tx) => tx.auditEvent.findMany({ where: { merchantId, action: "order_view_saved" } }));
    expect(saved?.details).toEqual({ name: mike, query: `${mike} [erased]` });
  });

  it("keeps the rows of support whatever a shop calls its buyers, and redacts only their e-mail addresses", async () => {
    const shop = await connectShop();
    const { actor } = shop.scope;
    const hostile = { ...BUYER, name: "Open questions", email: "open@questions.example" };
    await store(shop, [orderOf({ externalId: "1", billing: hostile, shipping: hostile })]);
    await inPlatform(async (tx) => {
      await tx.savedView.create({ data: { name: "Open questions", path: "/support/open", query: "status=open", author: actor } });
      for (const place of [1, 2])
        await tx.savedView.create({
          data: { name: `${hostile.email}${" ".repeat(place)}`, path: "/support/mail", query: "", author: actor },
        });
      const job = { kind: "check", filter: { q: "Open questions" }, reason: "Open questions", orderedBy: actor, perMinute: 1, total: 0 };
      await tx.bulkJob.create({ data: job });
      await recordPlatformEvent(tx, { actor, sourceAddress: null }, { action: "view_saved", after: { name: "Open questions" } });
    });
    await erase(shop, hostile.email);
    const views = await inPlatform((tx) => tx.savedView.findMany({ where: { path: { in: ["/support/open", "/support/mail"] } } }));
    expect(views.map(({ name }) => name.replace(/ +[0-9a-f]{6}$/, "")).sort()).toEqual(["Open questions", "[erased]", "[erased]"]);
    expect(await inPlatform((tx) => tx.bulkJob.count({ where: { reason: "Open questions" } }))).toBe(1);
    const [event] = await inPlatform((tx) => tx.platformEvent.findMany({ where: { action: "view_saved" } }));
    expect(event?.after).toEqual({ name: "Open questions" });
  });

  it("lets no owner blank the log: neither the address of an invitee, nor words that stand in it", async () => {
    const shop = await connectShop();
    const { scope } = shop;
    const hostile = { ...BUYER, name: "accomplice shop", email: "accomplice@shop.example" };
    await store(shop, [orderOf({ externalId: "1", billing: hostile, shipping: hostile })]);
    await inPlatform(async (tx) => {
      await recordAudit(tx, scope, { action: "member_invited", details: { member: hostile.email }, after: { role: "owner" } });
      await recordAudit(tx, scope, { action: "support_act_started", details: { reason: `fraud of ${hostile.email}?` } });
      await recordAudit(tx, scope, { action: "channel_added", details: { name: "outsider@shop.example" } });
      await recordAudit(tx, scope, { action: "integration_renamed", details: { from: "accomplice shop", to: "accomplice shop" } });
    });
    await erase(shop, hostile.email);
    await erase(shop, "outsider@shop.example");
    const log = await inPlatform((tx) => tx.auditEvent.findMany({ where: { merchantId: scope.merchantId }, orderBy: { at: "asc" } }));
    const detailsOf = (wanted: string) => log.find(({ action }) => action === wanted)?.details;
    expect(detailsOf("member_invited")).toEqual({ member: hostile.email });
    expect(detailsOf("support_act_started")).toEqual({ reason: `fraud of ${hostile.email}?` });
    expect(detailsOf("channel_added")).toEqual({ name: "outsider@shop.example" });
    expect(detailsOf("integration_renamed")).toEqual({ from: "accomplice shop", to: "accomplice shop" });
    expect(log.find(({ action }) => action === "buyer_erased")).toMatchObject({ actor: scope.actor, details: { orders: 1 } });
    await owner.query("delete from merchant where id = $1", [scope.merchantId]);
  });

  it("runs in bounded batches, one erasure of a merchant at a time, and lets other merchants through between them", async () => {
    const [shop, other] = [await connectShop(), await connectShop()];
    const many = Array.from({ length: 900 }, (_, place) =>
      orderOf({ externalId: `${place}`, billing: { ...BUYER, email: `b${place}@x.example` } }),
    );
    await store(shop, many);
    await store(other, [orderOf({ externalId: "1" })]);
    for (let place = 0; place < 12; place += 1) await eraseBuyer(owning(shop), { email: `b${place}@x.example` });
    await eraseBuyer(owning(other), { email: BUYER.email });
    const unfinished = async ({ scope }: ConnectedShop) =>
      await inPlatform((tx) => tx.buyerErasure.count({ where: { merchantId: scope.merchantId, finishedAt: null } }));
    const searchedAtOnce: number[] = [];
    const searched = async () =>
      (await inPlatform((tx) => tx.buyerErasure.aggregate({ where: { merchantId: shop.scope.merchantId }, _sum: { searched: true } })))._sum
        .searched ?? 0;
    for (let turn = 0; turn < 4; turn += 1) {
      const before = await searched();
      await work();
      searchedAtOnce.push((await searched()) - before);
    }
    expect(await unfinished(other)).toBe(0);
    expect(await unfinished(shop)).toBe(12);
    expect(Math.max(...searchedAtOnce)).toBeLessThanOrEqual(250);
    // A worker that erases for the merchant holds its lock: others leave it alone.
    await inMerchantSql(shop.scope.merchantId, 60_000, async (sql) => {
      await sql.query("select pg_advisory_xact_lock(20261202, hashtext($1))::text", [shop.scope.merchantId]);
      expect(await Promise.all([work(), work(), work()])).toEqual([0, 0, 0]);
    });
    await workAll();
    expect(await unfinished(shop)).toBe(0);
    const kept = await inPlatform((tx) => tx.shopOrder.count({ where: { integrationId: shop.integrationId, buyerErasedAt: null } }));
    expect(kept).toBe(888);
  });

  it("lets merchants take turns, however many erasures one has asked for", async () => {
    const [shop, other] = [await connectShop(), await connectShop()];
    const unfinished = async ({ scope }: ConnectedShop) =>
      await inPlatform((tx) => tx.buyerErasure.count({ where: { merchantId: scope.merchantId, finishedAt: null } }));
    for (let place = 0; place < 8; place += 1) await eraseBuyer(owning(shop), { email: `b${place}@x.example` });
    await eraseBuyer(owning(other), { email: BUYER.email });
    while ((await unfinished(other)) > 0) await work();
    expect(await unfinished(shop)).toBeGreaterThanOrEqual(5);
    await workAll();
  });

  it("reads pages that are bounded by bytes, too, and ends after the last", async () => {
    const shop = await connectShop();
    const { merchantId } = shop.scope;
    await store(
      shop,
      [1, 2, 3, 4].map((id) => orderOf({ externalId: `${id}`, raw: { note: randomBytes(1_000_000).toString("base64") } })),
    );
    const rows = { table: "shop_order", key: "id", columns: ["raw"], rows: "merchant_id = $1::uuid" };
    const read = (after: string | null) => inPlatform((tx) => readBounds(tx, rows, merchantId, { after, size: 10 }));
    const first = await read(null);
    expect(first).toMatchObject({ searched: 2, isLastPage: false });
    expect(await read(first.last)).toMatchObject({ searched: 2, isLastPage: true });
    expect(await erase(shop)).toMatchObject({ orders: 4 });
  });
});
