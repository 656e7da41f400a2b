import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { expect, test } from "@/e2e/support/test";
import { openTab, THROTTLED_SHOP, throttleAgain } from "@/e2e/support/throttled-shop";

const TELL =
  "select pg_notify('mooring_live', json_build_object('kind', 'integration', 'merchantId', merchant_id, 'integrationId', id)::text) from integration where id = $1";

test("a shop's tabs are links: reachable by keyboard, with the current one marked, under a header that stays and updates live", async ({
  openAs,
  query,
}) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const place = `/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`;
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 } });
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations`);
  await page.getByRole("link", { name: "Tuin & Pot", exact: true }).click();
  await expect(page.locator("main h1"), "opened at its top").toHaveText("Tuin & Pot");
  await expect(page.locator("main h1")).toBeInViewport();
  const streams: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/events")) streams.push(request.url());
  });
  await page.goto(place);
  await expect(page.locator("#live-slot [role=status]")).toHaveText("Live");
  const tabs = page.getByRole("navigation", { name: "Sections of Theehuis Linde" });
  await expect(tabs.getByRole("link")).toHaveCount(5);
  const tops = await tabs.getByRole("link").evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top));
  expect(new Set(tops).size, "rows of tabs").toBe(1);
  await page.locator("main h1").evaluate((heading) => heading.setAttribute("data-kept", ""));
  for (const [name, path] of [
    ["Diagnosis", "/diagnosis"],
    ["Sync", "/sync"],
    ["History", "/history"],
    ["Settings", "/settings"],
  ] as const) {
    await tabTo(page, tabs.getByRole("link", { name }));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${place}${path}`);
    await expect(tabs.locator('[aria-current="page"]')).toHaveText(name);
    await expect(tabs.locator('[aria-current="page"]'), "scrolled to in the row").toBeInViewport({ ratio: 0.99 });
    await expect(page.getByRole("button", { name: "Refresh", exact: true }), "above the fold").toBeInViewport();
    expect(await findFaults(page), name).toEqual([]);
  }
  await query("update integration set name = 'Renamed on a tab' where id = $1", [shop?.["id"]]);
  await query(TELL, [shop?.["id"]]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Renamed on a tab");
  await query("update integration set name = 'Theehuis Linde' where id = $1", [shop?.["id"]]);
  await query(TELL, [shop?.["id"]]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Theehuis Linde");
  await expect(page.locator("main h1[data-kept]"), "the head was never drawn anew").toHaveCount(1);
  expect(streams, "one stream for all tabs").toHaveLength(1);
});

test("a refresh started on the settings tab shows its run and result there", async ({ openAs, query }) => {
  const { merchantId, integrationId } = await throttleAgain(query);
  const page = await openAs("merchant");
  await page.goto(`/m/${merchantId}/integrations/${integrationId}/settings`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Last sync" })).toHaveCount(0);
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await expect(page.getByRole("region", { name: "Last sync" })).toContainText(/in your shop/, { timeout: 30_000 });
  await openTab(page, "overview");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(THROTTLED_SHOP);
  await expect(page.getByRole("region", { name: "Last sync" })).toContainText(/in your shop/);
});

test("every tab of another merchant's shop answers 404", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  await page.goto("/");
  for (const tab of ["", "/diagnosis", "/sync", "/history", "/settings", "/settings/connection", "/settings/danger"]) {
    const answer = await page.request.get(`/m/${shop?.["merchant_id"]}/integrations/0193a000-0000-7000-8000-00000000dead${tab}`);
    expect(answer.status(), tab).toBe(404);
  }
});
