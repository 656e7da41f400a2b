import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { THROTTLED_SHOP } from "@/e2e/support/throttled-shop";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";

// Two browsers, a worker and a database share the processors of a small machine.
test.describe.configure({ timeout: 180_000 });

test("shops that fail together open an incident automatically, their merchants are notified live, and staff check them all at a limited rate", async ({
  openAs,
  query,
}) => {
  const [own] = await query("select id, merchant_id, shop_system from integration where name = $1", [THROTTLED_SHOP]);
  const merchant = await openAs("merchant");
  await merchant.goto(`/m/${own?.["merchant_id"]}`);
  await expect(merchant.locator("main")).not.toContainText("Known problem");

  // A fleet around the demo's merchants: healthy shops elsewhere, and seven that fail in the same half hour as the merchant's own.
  await query(
    `with shop as (select gen_random_uuid() as m, gen_random_uuid() as i, n from generate_series(1, 60) n),
      merchants as (insert into merchant (id, name) select m, 'Fleet ' || n from shop),
      shops as (insert into integration (merchant_id, id, name, shop_system, base_url) select m, i, 'Fleet shop ' || n, 'woocommerce', 'https://f' || n || '.example' from shop),
      lanes as (insert into lane (merchant_id, integration_id, lane, state) select m, i, l, case when n <= 7 and l = 'orders_in' then 'action_needed' else 'regular' end
        from shop cross join unnest(array['orders_in', 'tracking_out']) l)
     insert into fleet_fact (merchant_id, integration_id, shop_system, server, network, cause, egress, since, checked_at)
     select m, i, 'woocommerce', 'nginx', case when n <= 7 then '192.0.2.0/24' else '198.51.' || n || '.0/24' end,
       case when n <= 7 then 'ip_blocked' end, case when n <= 7 then array['127.0.0.2'] else '{}' end,
       case when n <= 7 then now() - interval '5 minutes' end, now() from shop`,
  );
  await query(INCIDENTS_OF_LANES);
  await query(
    `insert into fleet_fact (merchant_id, integration_id, shop_system, server, network, cause, egress, since, checked_at)
     values ($1, $2, 'woocommerce', 'nginx', '192.0.2.0/24', 'ip_blocked', array['127.0.0.2'], now() - interval '4 minutes', now())
     on conflict (merchant_id, integration_id) do update set network = excluded.network, cause = excluded.cause, egress = excluded.egress, since = excluded.since`,
    [own?.["merchant_id"], own?.["id"]],
  );
  await query(
    "update lane set state = 'throttled', next_recovery_probe_at = null, next_sync_at = null where integration_id = $1 and lane = 'orders_in'",
    [own?.["id"]],
  );
  await expect(merchant.locator("main")).toContainText("Known problem since", { timeout: 60_000 });
  await expect(merchant.locator("main")).toContainText("8 shops are affected at the same time");
  await expect(merchant.locator("main")).not.toContainText("Fleet shop");
  expect(await findFaults(merchant)).toEqual([]);

  const staff = await openAs("support");
  await staff.goto("/support/fleet/bulk");
  await expect(staff.locator("main"), "without a filter it explains itself").toContainText("A bulk action never runs on all shops");
  expect(await findFaults(staff)).toEqual([]);
  await staff.goto("/support/fleet/bulk?state=throttled");
  await expect(staff.locator("main")).toContainText("State: Throttled");
  await staff.goto("/support/fleet");
  await expect(staff.locator("main")).toContainText("blocked from our address 127.0.0.2");
  expect(await findFaults(staff)).toEqual([]);
  await staff.getByRole("link", { name: "Check or refresh them" }).first().click();
  await expect(staff.locator("main")).toContainText("8 shops match");
  await expect(staff.getByRole("region", { name: "Which shops" }).getByRole("row")).toHaveCount(9);
  await expect(staff.getByRole("row", { name: /Fleet shop 1\b/ }), "as its merchant is told it").toContainText("Setup not finished");
  expect(await findFaults(staff)).toEqual([]);
  await staff.getByRole("radio", { name: /Refresh/ }).check();
  await staff.getByLabel("Reason").fill("Provider says it is mended");
  await staff.getByLabel("Pace").selectOption("10");
  await staff.getByRole("button", { name: "Start for 8 shops" }).click();
  await expect(staff.locator("main")).toContainText(/[1-8] of 8/, { timeout: 20_000 });
  // All but one shop have no key, so their Refresh is refused.
  const results = staff.getByRole("region", { name: "Results by shop" }).last();
  await expect(results).toContainText("There is no API key yet.", { timeout: 30_000 });
  expect(await findFaults(staff)).toEqual([]);
  await staff.getByRole("button", { name: "Stop" }).press("Enter");
  await expect(staff.locator("main")).toContainText("Stopped");
  await expect(staff.locator(":focus"), "the focus goes to what became of the job").toHaveText("Stopped");
  await expect(results).toContainText("Not started");
  const [download] = await Promise.all([staff.waitForEvent("download"), staff.getByRole("link", { name: "Save as CSV" }).click()]);
  expect(Buffer.concat(await (await download.createReadStream()).toArray()).toString()).toContain("no_credentials");
  await staff.getByRole("link", { name: /Try the .*failed shop/ }).click();
  await expect(staff.getByLabel("Reason")).toHaveValue("Provider says it is mended");
  await expect(staff.locator("main")).toContainText("Result: Failed");
  expect(await findFaults(staff)).toEqual([]);

  // End the incident, so that it affects no other scenario; lib/operations/fleet tests how incidents end.
  await query("update fleet_fact set cause = null, since = null where network = '192.0.2.0/24'");
  await query(
    "update lane set state = 'regular' where integration_id in (select integration_id from fleet_fact where network = '192.0.2.0/24')",
  );
  await query("update incident set closed_at = now() where integration_id in (select id from integration where name like 'Fleet shop %')");
});
