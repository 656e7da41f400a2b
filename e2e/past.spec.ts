import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { THROTTLED_SHOP, throttleAgain } from "@/e2e/support/throttled-shop";

const GERMAN_PHONE = { viewport: { width: 360, height: 740 }, locale: "de-DE", colorScheme: "dark" } as const;

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

const shopOf = async (query: Query, name: string): Promise<{ id: string; path: string }> => {
  const [shop] = await query("select id, merchant_id from integration where name = $1", [name]);
  return { id: String(shop?.["id"]), path: `/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}` };
};

test("last night's failure shows among the day's compacted syncs, and older ones are a click away", async ({ openAs, query }) => {
  const { id, path } = await shopOf(query, "Theehuis Linde");
  const write = (count: number, status: string, hoursAgo: number) =>
    query(
      `insert into sync_run (merchant_id, id, integration_id, trigger, status, phase, requested_by, requested_at, started_at, finished_at, unchanged, failure, failure_params)
       select merchant_id, gen_random_uuid(), id, 'schedule', $2, 'done', '{"kind":"job","job":"schedule"}', t, t, t + interval '1 second', 1,
         case when $2 = 'failed' then 'server_error' end, case when $2 = 'failed' then '{"status": 599}'::jsonb else '{}'::jsonb end
       from integration, generate_series(1, $3) as place, lateral (select now() - make_interval(mins => ($4 * 60 + place)::int) as t) at where id = $1`,
      [id, status, count, hoursAgo],
    );
  await query("delete from sync_run where integration_id = $1 and status in ('succeeded', 'failed')", [id]);
  await write(20, "succeeded", 1);
  await write(1, "failed", 7);
  await write(15, "succeeded", 8);
  await write(12, "failed", 30);
  const page = await openAs("merchant");
  await page.goto(`${path}/sync`);
  const table = page.getByRole("region", { name: "Sync runs", exact: true });
  await expect(table).toContainText(/1\d syncs, no changes/);
  await expect(table).toContainText("15 syncs, no changes");
  await expect(table.getByText("The shop answered 599.").first()).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  const rows = await table.getByRole("row").count();
  await page.getByRole("navigation", { name: "Pages: Sync runs" }).getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/\?runs=.*#runs$/);
  await expect(table).not.toContainText("15 syncs, no changes");
  await expect(table.getByText("The shop answered 599.").first()).toBeVisible();
  expect(rows).toBeLessThanOrEqual(13);
  await page.getByRole("navigation", { name: "Pages: Sync runs" }).getByRole("link", { name: "Newest" }).click();
  await expect(table).toContainText("15 syncs, no changes");
});

test("the timeline and the quarantined orders are paged and lead to the shop's log: in German, dark, on a phone", async ({
  openAs,
  query,
}) => {
  const { id, path } = await shopOf(query, "Theehuis Linde");
  await query(
    `insert into audit_event (merchant_id, id, integration_id, actor, action, at)
     select merchant_id, gen_random_uuid(), id, '{"kind":"member","personId":"0193a000-0000-7000-8000-00000000dead","name":"Vorjahr","email":""}', 'check_requested',
       now() - interval '400 days' - make_interval(mins => place) from integration, generate_series(1, 40) place where id = $1`,
    [id],
  );
  await query(
    `insert into quarantined_order (merchant_id, id, integration_id, external_id, error, raw, first_seen_at)
     select merchant_id, gen_random_uuid(), id, 'quarantined-' || place, 'odd', '{}', now() - make_interval(mins => place)
     from integration, generate_series(1, 45) place where id = $1`,
    [id],
  );
  try {
    const page = await openAs("merchant", GERMAN_PHONE);
    await page.goto(`${path}/sync`);
    const quarantined = page.getByRole("region", { name: "Nicht lesbare Bestellungen" });
    await expect(quarantined.getByRole("heading")).toContainText("45");
    await expect(quarantined.getByText("Bestellung quarantined-1", { exact: true })).toBeVisible();
    await quarantined.getByRole("link", { name: "Ältere" }).click();
    await expect(quarantined.getByText("Bestellung quarantined-21", { exact: true })).toBeVisible();
    await quarantined.getByRole("link", { name: "Ältere" }).click();
    await expect(quarantined.getByText("Bestellung quarantined-45", { exact: true })).toBeVisible();
    await expect(quarantined.getByRole("link", { name: "Ältere" })).toHaveCount(0);

    await page.goto(`${path}/history`);
    const timeline = page.getByRole("region", { name: "Aktivitäten" });
    const year = new Date(Date.now() - 400 * 86_400_000).getFullYear();
    await timeline.getByRole("link", { name: "Ältere" }).click();
    await expect(timeline).toContainText(`${year}`);
    await expect(timeline).toContainText("Vorjahr");
    expect(await findFaults(page)).toEqual([]);
    await timeline.getByRole("link", { name: "Protokoll dieses Shops" }).click();
    await expect(page).toHaveURL(new RegExp(`settings/audit\\?shop=${id}`));
  } finally {
    await query("delete from quarantined_order where integration_id = $1 and external_id like 'quarantined-%'", [id]);
  }
});

test("every recovery probe of a throttled shop appears in its pulse without a reload, in words and as a table", async ({
  openAs,
  query,
}) => {
  const { integrationId } = await throttleAgain(query);
  const { path } = await shopOf(query, THROTTLED_SHOP);
  await query("update lane set failing_since = now() - interval '6 hours' where integration_id = $1 and lane = 'orders_in'", [
    integrationId,
  ]);
  await query("delete from recovery_probe where integration_id = $1", [integrationId]);
  await query(
    `insert into recovery_probe (merchant_id, id, integration_id, at, passed, status, failure, took_ms)
     select merchant_id, gen_random_uuid(), id, now() - make_interval(mins => 2 * place), false, case when place % 3 > 0 then 503 end,
       case when place % 3 = 0 then 'connection_refused' end, 100 + place from integration, generate_series(1, 9) place where id = $1`,
    [integrationId],
  );
  const page = await openAs("merchant");
  await page.goto(path);
  const card = page.getByRole("region", { name: "Order import", exact: true });
  await expect(card.getByRole("heading", { name: "Recovery probes" })).toBeVisible();
  await expect(card).toContainText("Unexpected response: 503");
  await card.getByText("Last 9 probes").click();
  await expect(card.getByRole("row")).toHaveCount(10);
  await expect(card).toContainText("The shop’s server refused the connection.");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  // The probe is due: the worker sends it, the shop responds again, and orders arrive.
  await query("update lane set next_recovery_probe_at = now() where integration_id = $1 and lane = 'orders_in'", [integrationId]);
  await expect
    .poll(async () => (await query("select 1 from recovery_probe where integration_id = $1 and passed", [integrationId])).length, {
      timeout: 30_000,
    })
    .toBe(1);
  await expect(card.getByRole("heading", { name: "Recovery probes" }), "nothing is probed any more").toHaveCount(0, {
    timeout: 30_000,
  });
});

test("notifications and the delivery log are paged", async ({ openAs, query }) => {
  const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
  const [person] = await query("select person_id from membership where merchant_id = $1 limit 1", [merchant?.["id"]]);
  await query(
    `insert into notification (merchant_id, id, kind, integration_id, lane, params, at, fanned_out_at)
     select i.merchant_id, gen_random_uuid(), 'recovered', i.id, 'orders_in', '{}', now() - make_interval(days => 20, mins => place), now()
     from (select * from integration where merchant_id = $1 order by name limit 1) i, generate_series(1, 70) place`,
    [merchant?.["id"]],
  );
  await query(
    `insert into notification_delivery (merchant_id, id, person_id, content, status, due_at, created_at, ended_at)
     select $1::uuid, gen_random_uuid(), $2::uuid, 'weekly', 'sent', now(), t, t from generate_series(1, 35) place,
       lateral (select now() - make_interval(days => 20, mins => place) as t) at`,
    [merchant?.["id"], person?.["person_id"]],
  );
  const page = await openAs("merchant");
  await page.goto(`/m/${merchant?.["id"]}/notifications`);
  const notes = page.locator("main li[data-row]");
  await expect(notes).toHaveCount(30);
  const seen = new Set(await notes.evaluateAll((all) => all.map((one) => one.getAttribute("data-row"))));
  const older = page.getByRole("navigation", { name: /^Pages: / }).getByRole("link", { name: "Older" });
  await older.click();
  await expect(page).toHaveURL(/before=/);
  await expect(notes.first()).not.toHaveAttribute("data-row", [...seen][0] ?? "");
  for (const id of await notes.evaluateAll((all) => all.map((one) => one.getAttribute("data-row")))) expect(seen.has(id)).toBe(false);
  await page.goto(`/m/${merchant?.["id"]}/settings/notifications`);
  await page
    .getByRole("navigation", { name: /^Pages: / })
    .getByRole("link", { name: "Older" })
    .click();
  await expect(page).toHaveURL(/log=.*#log$/);
  await expect(page.getByRole("navigation", { name: /^Pages: / }).getByRole("link", { name: "Newest" })).toBeVisible();
});
