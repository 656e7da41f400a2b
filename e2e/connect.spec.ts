import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";

const REFUSED: readonly [what: string, typed: string, reason: RegExp][] = [
  ["a scheme that is no web address", "ftp://shop.example", /must begin with https/],
  ["a password in the address", "https://user:secret@shop.example", /Leave the user name and password out/],
  ["a metadata address", "http://169.254.169.254/", /private or local network/],
  ["a private address written as one number", "http://2130706433/", /private or local network/],
  ["an IPv6 literal that means this machine", "http://[::1]/", /private or local network/],
  ["a name that resolves to this machine", "http://localhost/", /private or local network/],
  ["the port of a database", "http://127.0.0.1:5432/", /do not answer on this port|private or local network/],
  ["a name of 300 kB", `https://${"a".repeat(300_000)}.example`, /too long/],
  ["words", "my shop", /This is not a web address/],
];

for (const [what, typed, reason] of REFUSED) {
  test(`connecting refuses ${what}, says why, and keeps what was typed`, async ({ openAs, query }) => {
    const page = await openAs("merchant");
    await page.goto("/");
    await page.getByRole("link", { name: "Connect a shop" }).first().click();
    const field = page.getByLabel("Address of your shop");
    await field.fill(typed);
    const before = await query("select count(*)::int as n from integration");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.locator("main")).toContainText(reason);
    await expect(field).toHaveValue(typed);
    expect(await query("select count(*)::int as n from integration")).toEqual(before);
  });
}

test("a shop is connected: recognised by its answer, checked, its key tested before it is stored, and every order imported", async ({
  openAs,
  query,
}) => {
  const [demo] = await query("select base_url from integration where name = 'Theehuis Linde'");
  const { DEMO_SHOPS } = await import("@/lib/testing/demo-shops");
  const credentials = DEMO_SHOPS.find((shop) => shop.name === "Theehuis Linde")?.credentials;
  const [merchant] = await query("select id from merchant where name = 'Weber & Söhne GmbH'");
  const page = await openAs("agency");
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  await page.getByLabel("Address of your shop").fill(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("main")).toContainText("WooCommerce found");
  await page.getByLabel("Name", { exact: true }).fill("Linde for Weber");
  await page.reload();
  await expect(page.getByLabel("Address of your shop"), "what was typed outlives a reload").toHaveValue(String(demo?.["base_url"]));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Linde for Weber");
  await page.getByRole("button", { name: "Continue" }).click();
  const requests = page.getByRole("list", { name: "Requests of this check" }).getByRole("listitem");
  await expect(requests.first()).toContainText(/GET .*your shop answered/, { timeout: 20_000 });
  await expect(page.locator("main")).toContainText("Your shop can be reached", { timeout: 30_000 });
  expect(await findFaults(page)).toEqual([]);

  // Left and taken up again.
  await page.goto(`/m/${merchant?.["id"]}/integrations/connect`);
  const draft = page.getByRole("listitem").filter({ hasText: "Linde for Weber" });
  await draft.getByRole("link", { name: "Continue connecting" }).click();

  await page.getByLabel("Consumer key").fill(credentials?.consumerKey ?? "");
  await page.getByLabel("Consumer secret").fill("cs_0000000000000000000000000000000000000000");
  await page.getByRole("button", { name: "Test and connect" }).click();
  await expect(page.locator("main")).toContainText("The key was not stored", { timeout: 20_000 });
  const [refused] = await query("select credentials from integration where name = 'Linde for Weber'");
  expect(refused?.["credentials"]).toBeNull();

  await page.getByLabel("Consumer secret").fill(credentials?.consumerSecret ?? "");
  await page.getByRole("button", { name: "Test and connect" }).click();
  await expect(page.locator("main")).toContainText("The key works", { timeout: 30_000 });
  const all = page.getByRole("radio", { name: /^All orders/ });
  await expect(page.locator("label").filter({ has: all })).toContainText(/4\d\d orders/);
  await expect(page.locator("label").filter({ hasText: "last 30 days" })).toContainText(/\d+ orders/);
  await page.getByLabel("Changed since").last().fill("2026-11-20");
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByRole("group", { name: "Which orders to import" })).toContainText(/Changed since\d+ orders?$/, { timeout: 20_000 });
  expect(await findFaults(page)).toEqual([]);
  const [before] = await query("select credentials from integration where name = 'Linde for Weber'");
  expect(before?.["credentials"], "nothing is stored while one chooses").toBeNull();
  await all.check();
  await page.getByRole("button", { name: "Store the key and import" }).click();
  await expect(page.locator("main")).toContainText(/\d+ in your shop.*0 twice/, { timeout: 60_000 });
  const [row] = await query(
    `select i.id, r.shop_count, r.our_count, (select count(*)::int from shop_order o where o.integration_id = i.id) as stored,
       (select count(distinct external_id)::int from shop_order o where o.integration_id = i.id) as once
     from integration i join sync_run r on r.integration_id = i.id where i.name = 'Linde for Weber' and r.status = 'succeeded' order by r.requested_at desc limit 1`,
  );
  expect(row?.["stored"]).toBeGreaterThan(400);
  expect(row?.["once"]).toBe(row?.["stored"]);
  expect(row?.["our_count"]).toBe(row?.["shop_count"]);

  await page.goto(`/m/${merchant?.["id"]}/integrations/${row?.["id"]}`);
  expect(await page.content()).not.toContain(credentials?.consumerSecret ?? "none");
});
