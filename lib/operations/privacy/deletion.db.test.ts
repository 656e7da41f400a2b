import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { recordAudit, recordPlatformEvent } from "@/lib/identity/audit/record";
import { exportAccount } from "@/lib/identity/erasure/data";
import { askAccountDeletion, eraseDueAccounts, withdrawAccountDeletion } from "@/lib/identity/erasure/mutations";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { exportMerchant } from "@/lib/operations/privacy/export-merchant";
import { askMerchantDeletion, eraseDueMerchants, withdrawMerchantDeletion } from "@/lib/operations/privacy/mutations";
import { storeOrders } from "@/lib/orders/mutations";
import { enforceRetention } from "@/lib/orders/privacy/enforce-retention";
import { saveRetention } from "@/lib/orders/privacy/mutations";
import { maintainWebhooks } from "@/lib/sync/webhooks/maintain-webhooks";
import { requestInstantOrders } from "@/lib/sync/webhooks/mutations";
import { removeWebhooks } from "@/lib/sync/webhooks/remove-webhooks";
import { connectShop } from "@/lib/testing/connect-shop";
import { logOf, makeMerchant, makeOwner, one, scopeOf } from "@/lib/testing/members";
import { fakeShopOrder } from "@/lib/testing/shop-order";
import { LOOPBACK, startSyncedShop } from "@/lib/testing/sync-shop";

vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const signal = new AbortController().signal;
const owner = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
beforeAll(() => owner.connect());
afterAll(() => owner.end());

const job = jobPlatformScope("test");
/** Days as mails write them: in the zone of a new account. */
const dayInMail = new Intl.DateTimeFormat("en", { timeZone: "Europe/Amsterdam", weekday: "short", month: "short", day: "numeric" });
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

const keepWebhooks = async (): Promise<void> => {};
const mailsTo = (address: string) =>
  inPlatform((tx) =>
    tx.capturedMail.findMany({
      where: { recipient: { contains: address } },
      orderBy: { at: "asc" },
      select: { subject: true, text: true },
    }),
  );
const sendMails = () => deliverAccountMails(jobPlatformScope("account-mails"));

/** 14 days pass: no login of the product may write these dates. */
const makeDue = (merchantId: string) =>
  owner.query(
    `insert into merchant_privacy (merchant_id, deletion_due_at) values ($1, now() - interval '1 minute')
     on conflict (merchant_id) do update set deletion_due_at = excluded.deletion_due_at`,
    [merchantId],
  );
const makeAccountDue = (personId: string) =>
  owner.query("update person set deletion_due_at = now() - interval '1 minute' where id = $1", [personId]);

/** Tables with a row of the merchant. */
async function tablesOf(merchantId: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.columns where column_name = 'merchant_id' and table_schema = 'public'",
  );
  const found: string[] = [];
  for (const { name } of rows)
    if ((await owner.query(`select 1 from "${name}" where merchant_id = $1 limit 1`, [merchantId])).rowCount) found.push(name);
  return found;
}

const storeFor = async (
  { scope, integrationId }: Awaited<ReturnType<typeof connectShop>>,
  ...orders: Parameters<typeof fakeShopOrder>[0][]
) =>
  inMerchant(scope.merchantId, (tx) =>
    storeOrders(sqlWithin(tx), scope, { integrationId, runId: null, orders: orders.map(fakeShopOrder), unreadable: [] }),
  );

async function linesOf(lines: AsyncGenerator<string>): Promise<{ table: string; row: Record<string, unknown> }[]> {
  let text = "";
  for await (const piece of lines) text += piece;
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("a merchant", () => {
  it("can export all of its data, without its secrets or another merchant's data", async () => {
    const { merchantId, scope } = await makeOwner();
    const [shop, other] = [await connectShop({ merchantId }), await connectShop()];
    await storeFor(shop, ...Array.from({ length: 450 }, (_, place) => ({ externalId: `${place + 1}` })));
    await storeFor(other, { externalId: "foreign" });
    const lines = await linesOf(exportMerchant(scope));
    const orders = lines.filter(({ table }) => table === "shop_order");
    expect(new Set(orders.map(({ row }) => row["external_id"])).size).toBe(450);
    expect(orders[0]?.row).toMatchObject({ customer_email: "mia@customer.example", raw: expect.any(Object) });
    expect(lines.every(({ row }) => row["merchant_id"] === merchantId)).toBe(true);
    const [integration] = lines.filter(({ table }) => table === "integration");
    expect(Object.keys(integration?.row ?? {}).filter((name) => /credential(s|s_key_id)$|secret|token/.test(name))).toEqual([]);
  });

  it("is erased with all of its data and nothing else, after 14 days in which an owner can undo it", async () => {
    const { merchantId, scope } = await makeOwner();
    const { name } = await inPlatform((tx) => tx.merchant.findUniqueOrThrow({ where: { id: merchantId } }));
    const [shop, other] = [await connectShop({ merchantId }), await connectShop()];
    await storeFor(shop, { externalId: "1" });
    await storeFor(other, { externalId: "1" });
    const kept = await tablesOf(other.scope.merchantId);
    expect(await askMerchantDeletion(scope, { name: "another" })).toEqual({ ok: false, reason: "name_differs" });
    expect((await askMerchantDeletion(scope, { name })).ok).toBe(true);
    expect(await withdrawMerchantDeletion(scope)).toEqual({ ok: true, value: true });
    expect(await eraseDueMerchants(job, inDays(15), keepWebhooks)).toBe(0);
    expect((await askMerchantDeletion(scope, { name })).ok).toBe(true);
    await makeDue(merchantId);
    expect(await eraseDueMerchants(job, new Date(), keepWebhooks)).toBe(1);
    expect(await tablesOf(merchantId)).toEqual([]);
    expect((await owner.query("select 1 from merchant where id = $1", [merchantId])).rowCount).toBe(0);
    expect(await tablesOf(other.scope.merchantId)).toEqual(kept);
  });

  it("is not erased before it is due, even by calling the database function directly", async () => {
    const { merchantId, scope } = await makeOwner();
    const { name } = await inPlatform((tx) => tx.merchant.findUniqueOrThrow({ where: { id: merchantId } }));
    await askMerchantDeletion(scope, { name });
    expect(await eraseDueMerchants(job, inDays(13.9), keepWebhooks)).toBe(0);
    await expect(inPlatform((tx) => tx.$executeRaw`select erase_merchant(${merchantId}::uuid)`)).rejects.toThrow(/is not due/);
  });
});

it("every owner is notified when a merchant's deletion is requested, with date and requester, and when it is done", async () => {
  const { merchantId, people } = await makeMerchant("owner", "owner", "member");
  const [asker, other, member] = [one(people), one(people.slice(1)), one(people.slice(2))];
  const { name } = await inPlatform((tx) => tx.merchant.findUniqueOrThrow({ where: { id: merchantId } }));
  const scope = await scopeOf(asker, merchantId);
  const asked = await askMerchantDeletion(scope, { name });
  await sendMails();
  for (const { email } of [asker, other]) {
    const [mail] = await mailsTo(email);
    expect(mail?.subject).toBe(`${name} will be deleted`);
    expect(mail?.text).toContain(asker.name);
    expect(mail?.text).toContain(`/m/${merchantId}/settings/privacy`);
    expect(mail?.text).toContain(asked.ok ? dayInMail.format(asked.value.dueAt) : "refused");
  }
  await makeDue(merchantId);
  await eraseDueMerchants(job, new Date(), keepWebhooks);
  await sendMails();
  expect((await mailsTo(other.email)).map(({ subject }) => subject)).toEqual([`${name} will be deleted`, `${name} was erased`]);
  expect(await mailsTo(member.email)).toEqual([]);
});

it("a deletion that is withdrawn before its mail is sent is not announced", async () => {
  const { merchantId, scope, person } = await makeOwner();
  const { name } = await inPlatform((tx) => tx.merchant.findUniqueOrThrow({ where: { id: merchantId } }));
  await askMerchantDeletion(scope, { name });
  await withdrawMerchantDeletion(scope);
  await sendMails();
  expect(await mailsTo(person.email)).toEqual([]);
});

it("erasing a merchant first removes the webhooks in its shops, and proceeds if a shop does not answer", async () => {
  const [shop, silent] = [await startSyncedShop([]), await startSyncedShop([])];
  const { merchantId } = shop.scope;
  for (const { scope, integrationId } of [shop, silent]) {
    await requestInstantOrders(scope, { integrationId, appSecret: "" }, "http://127.0.0.1:9");
    await maintainWebhooks(scope, integrationId, LOOPBACK, signal);
  }
  expect(shop.shop.shop.webhooks.size).toBe(3);
  await silent.shop.close();
  const ids = [merchantId, silent.scope.merchantId];
  for (const id of ids) await makeDue(id);
  expect(await eraseDueMerchants(job, new Date(), (id) => removeWebhooks(id, LOOPBACK, signal))).toBe(2);
  expect(shop.shop.shop.webhooks.size).toBe(0);
  await shop.shop.close();
});

describe("an account", () => {
  it("can export everything stored about its user, without the password hash", async () => {
    const { person } = await makeOwner();
    const data = await exportAccount(person);
    expect(data).toMatchObject({ person: { email: person.email, name: person.name }, sessions: [{ id: person.sessionId }] });
    expect(JSON.stringify(data)).not.toMatch(/argon2|passwordHash/);
  });

  it("cannot be deleted as a merchant's last owner, and its deletion can be undone for 14 days", async () => {
    const { person } = await makeOwner();
    expect(await askAccountDeletion(person)).toEqual({ ok: false, reason: "last_owner" });
    const { people } = await makeMerchant("owner", "member");
    const member = one(people.slice(1));
    expect((await askAccountDeletion(member)).ok).toBe(true);
    await makeAccountDue(member.personId);
    expect(await withdrawAccountDeletion(member)).toEqual({ ok: true, value: true });
    expect(await eraseDueAccounts(job, new Date())).toBe(0);
  });

  it("is erased when due: no table keeps the e-mail address, and the logs keep its actions under a pseudonym", async () => {
    const { merchantId, people } = await makeMerchant("owner", "owner");
    const [first, leaver] = [one(people), one(people.slice(1))];
    const scope = await scopeOf(leaver, merchantId);
    const { integrationId } = await connectShop({ merchantId });
    await inPlatform(async (tx) => {
      const incident = { openedAt: new Date(), closedAt: null, facts: {} };
      const { id: incidentId } = await tx.incident.create({ data: { merchantId, integrationId, ...incident } });
      await tx.incidentEntry.create({ data: { merchantId, incidentId, at: new Date(), kind: "report_shared", actor: { ...scope.actor } } });
      await recordAudit(tx, scope, { action: "retention_changed" });
      await recordAudit(tx, await scopeOf(first, merchantId), {
        action: "member_invited",
        integrationId: null,
        details: { member: leaver.email },
      });
      await recordPlatformEvent(tx, { actor: scope.actor, sourceAddress: "192.0.2.77" }, { action: "profile_changed" });
      await tx.supportThread.create({ data: { merchantId, about: "merchant", openedBy: scope.actor, evidence: {}, firstWords: "Hello" } });
    });
    await askAccountDeletion(leaver);
    await sendMails();
    await makeAccountDue(leaver.personId);
    expect(await eraseDueAccounts(job, new Date())).toBe(1);
    await sendMails();
    const subjects = (await mailsTo(leaver.email)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.startsWith("Your account"))).toEqual([
      "Your account will be deleted",
      "Your account was erased",
    ]);
    await inPlatform((tx) => tx.capturedMail.deleteMany());
    const traces = await owner.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns where table_schema = 'public' and data_type in ('text', 'json', 'jsonb')`,
    );
    for (const { table, column } of traces.rows) {
      const { rowCount } = await owner.query(`select 1 from "${table}" where strpos("${column}"::text, $1) > 0 limit 1`, [leaver.email]);
      expect([table, column, rowCount]).toEqual([table, column, 0]);
    }
    const log = await logOf(merchantId);
    const own = log.filter(({ actor }) => (actor as { personId?: string }).personId === leaver.personId);
    expect(own).toMatchObject([{ action: "retention_changed", actor: { name: expect.stringMatching(/^#/) } }]);
    expect(log.map(({ action }) => action)).toContain("member_left");
    const timeline = await inPlatform((tx) => tx.incidentEntry.findMany({ where: { merchantId } }));
    expect(timeline).toMatchObject([{ actor: { personId: leaver.personId, name: expect.stringMatching(/^#/) } }]);
    await expect(inPlatform((tx) => tx.$executeRaw`select pseudonymize_person(${first.personId}::uuid)`)).rejects.toThrow(/is not due/);
  });
});

it("retention removes buyers, then orders, at their configured ages, and no import brings either back", async () => {
  const { merchantId, scope } = await makeOwner();
  const shop = await connectShop({ merchantId });
  const at = (days: number) => ({ placedAt: inDays(-days), modifiedAt: inDays(-days) });
  const orders = [
    { externalId: "new", ...at(10) },
    { externalId: "old", ...at(100) },
    { externalId: "oldest", ...at(400) },
  ];
  await storeFor(shop, ...orders);
  const shown = () =>
    inPlatform(async (tx) => {
      const rows = await tx.shopOrder.findMany({ where: { merchantId }, orderBy: { placedAt: "desc" } });
      return rows.map(({ externalId, customerEmail }) => [externalId, customerEmail]);
    });
  await enforceRetention(job, new Date());
  expect(await shown()).toHaveLength(3);
  await saveRetention(scope, { orderDays: 365, addressDays: 90 });
  await enforceRetention(job, new Date());
  const expected = [
    ["new", "mia@customer.example"],
    ["old", ""],
  ];
  expect(await shown()).toEqual(expected);
  await storeFor(shop, { externalId: "old", ...at(100), modifiedAt: inDays(-1) });
  expect(await shown()).toEqual(expected);
  const integration = await inPlatform((tx) => tx.integration.findUniqueOrThrow({ where: { id: shop.integrationId } }));
  expect(integration.importFrom?.getTime()).toBeGreaterThan(inDays(-366).getTime());
});
