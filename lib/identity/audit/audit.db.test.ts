import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { updateProfile } from "@/lib/identity/accounts/mutations";
import { listAllAudit, listAudit, listAuditActors } from "@/lib/identity/audit/data";
import { EVERYTHING_LOGGED } from "@/lib/identity/audit/schema";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { renameIntegration, replaceCredentials } from "@/lib/integrations/mutations";
import { pauseSync, requestRefresh } from "@/lib/sync/mutations";
import { makeTwoMerchants, OWNERS_ADDRESS, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

const UTC = { timeZone: "UTC" };
const staff = jobPlatformScope("test");
let world: TwoMerchants;
beforeAll(async () => {
  world = await makeTwoMerchants();
});

const newest = async () => (await listAudit(world.owner.scope, EVERYTHING_LOGGED, UTC)).entries[0];

describe("an entry", () => {
  test("records actor, IP address, and the values before and after", async () => {
    const { integrationId } = world.ids;
    const scope = { ...world.owner.scope, sourceAddress: "192.0.2.7" };
    await renameIntegration(scope, integrationId, "Renamed");
    expect(await newest()).toMatchObject({
      action: "integration_renamed",
      actor: { kind: "member", name: OWNERS_MARK },
      sourceAddress: "192.0.2.7",
      before: { name: OWNERS_MARK },
      after: { name: "Renamed" },
      shop: "Renamed",
    });
    await pauseSync(scope, { integrationId });
    expect(await newest()).toMatchObject({ action: "sync_paused", before: { orders_in: "throttled" }, after: { orders_in: "paused" } });
  });

  test("of new credentials contains no part of them", async () => {
    await replaceCredentials(
      world.owner.scope,
      world.ids.integrationId,
      { consumerKey: "ck_planted", consumerSecret: "cs_planted" },
      OWNERS_ADDRESS,
    );
    const row = await inMerchant(world.ids.merchantId, (tx) =>
      tx.auditEvent.findFirstOrThrow({ where: { action: "credentials_replaced" } }),
    );
    expect(JSON.stringify(row)).not.toContain("planted");
  });
});

describe("the filter", () => {
  test("matches user, API token, action, shop and day in the reader's time zone, and pages list each entry once", async () => {
    const { scope, person } = world.owner;
    const { integrationId, merchantId } = world.ids;
    await requestRefresh(scope, { integrationId });
    const at = new Date("2026-11-20T23:30:00Z");
    const entries = Array.from({ length: 7 }, (_, index) => ({
      merchantId,
      actor: { kind: "job", job: "x" },
      action: "sync_paused",
      at,
      details: { index },
    }));
    await inMerchant(merchantId, (tx) => tx.auditEvent.createMany({ data: entries }));
    const find = async (filter: Partial<typeof EVERYTHING_LOGGED>, timeZone = "UTC") =>
      (await listAudit(scope, { ...EVERYTHING_LOGGED, ...filter }, { timeZone })).entries;
    expect((await find({ actor: person.personId })).every(({ actor }) => actor.kind !== "job")).toBe(true);
    expect(await find({ actor: "jobs", action: "sync_paused" })).toHaveLength(7);
    expect((await find({ integrationId })).every((entry) => entry.integrationId === integrationId)).toBe(true);
    expect(await find({ from: "2026-11-20", to: "2026-11-20" })).toHaveLength(7);
    expect(await find({ from: "2026-11-20", to: "2026-11-20" }, "Europe/Berlin")).toHaveLength(0);
    expect(await find({ from: "2026-11-21", to: "2026-11-21" }, "Europe/Berlin")).toHaveLength(7);

    const token = { kind: "token", tokenId: randomUUID(), name: "Night watch" };
    await inMerchant(merchantId, (tx) => tx.auditEvent.create({ data: { merchantId, actor: token, action: "refresh_requested" } }));
    expect(await find({ actor: token.tokenId })).toMatchObject([{ actor: token }]);
    expect(await listAuditActors(scope)).toEqual([
      { id: token.tokenId, name: token.name, isToken: true },
      { id: person.personId, name: OWNERS_MARK, isToken: false },
    ]);

    const seen: string[] = [];
    for (let after = EVERYTHING_LOGGED.after, more = true; more; ) {
      const page = await listAudit(scope, { ...EVERYTHING_LOGGED, after }, { ...UTC, limit: 3 });
      seen.push(...page.entries.map(({ id }) => id));
      const last = page.entries.at(-1);
      after = last ? { at: last.at, id: last.id } : null;
      more = page.more;
    }
    expect(seen).toEqual((await find({})).map(({ id }) => id));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

test("staff see all merchants' and platform entries in one list; filtering by merchant excludes all others", async () => {
  await updateProfile(world.owner.person, { timeZone: "UTC" });
  const all = await listAllAudit(staff, EVERYTHING_LOGGED, UTC);
  expect(all.entries.find(({ action }) => action === "profile_changed")).toMatchObject({
    merchant: null,
    actor: { kind: "member" },
    before: { timeZone: "Europe/Amsterdam" },
    after: { timeZone: "UTC" },
  });
  const one = await listAllAudit(staff, { ...EVERYTHING_LOGGED, merchantId: world.ids.merchantId }, UTC);
  expect(one.entries.length).toBeGreaterThan(3);
  expect(new Set(one.entries.map(({ merchant }) => merchant?.id))).toEqual(new Set([world.ids.merchantId]));
});

describe("the log in the database", () => {
  test.each(["audit_event", "platform_event"])(
    "%s cannot be updated, deleted from or truncated, not even by the database owner",
    async (table) => {
      await updateProfile(world.owner.person, { timeZone: "Europe/Paris" });
      const client = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
      await client.connect();
      const isPowerful = (await client.query("select rolsuper from pg_roles where rolname = current_user")).rows[0]?.rolsuper === true;
      const before = await client.query(`select count(*)::int as count from "${table}"`);
      for (const statement of [`update "${table}" set action = 'x'`, `delete from "${table}"`, `truncate "${table}"`]) {
        const attempt = client.query(statement).then(
          ({ rowCount }) => rowCount ?? 0,
          (error: Error) => error.message,
        );
        if (isPowerful) expect(await attempt, statement).toContain("can only be added to");
        else expect([0, expect.stringContaining("can only be added to")], statement).toContainEqual(await attempt);
      }
      expect((await client.query(`select count(*)::int as count from "${table}"`)).rows).toEqual(before.rows);
      await client.end();
      for (const run of [inPlatform, <Value>(work: Parameters<typeof inMerchant<Value>>[1]) => inMerchant(world.ids.merchantId, work)]) {
        await expect(run((tx) => tx.$executeRawUnsafe(`update "${table}" set action = 'x'`))).rejects.toThrow(/permission denied/);
        await expect(run((tx) => tx.$executeRawUnsafe(`delete from "${table}"`))).rejects.toThrow(/permission denied/);
        await expect(run((tx) => tx.$executeRawUnsafe(`truncate "${table}"`))).rejects.toThrow(/permission denied/);
      }
    },
  );

  test("a merchant's entries are deleted only with the merchant", async () => {
    const { ids } = await makeTwoMerchants();
    const owner = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
    await owner.connect();
    await owner.query("delete from merchant where id = $1", [ids.merchantId]).finally(() => owner.end());
    expect(await inPlatform((tx) => tx.auditEvent.count({ where: { merchantId: ids.merchantId } }))).toBe(0);
  });
});
