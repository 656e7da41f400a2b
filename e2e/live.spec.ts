import { expect, test } from "@/e2e/support/test";

const RENAME = "update integration set name = $2 where id = $1";
const TELL =
  "select pg_notify('mooring_live', json_build_object('kind', 'integration', 'merchantId', merchant_id, 'integrationId', id)::text) from integration where id = $1";

test("after the network was lost the page says so, comes back by itself, and shows what happened meanwhile exactly once", async ({
  openAs,
  query,
}) => {
  const [shop] = await query("select id, name from integration where name = 'Theehuis Linde'");
  const id = String(shop?.["id"]);
  const page = await openAs("merchant");
  for (const path of ["", "/integrations", `/integrations/${id}`])
    await test.step(path === "" ? "overview" : path, async () => {
      await page.goto("/");
      await page.waitForURL(/\/m\/[^/]+$/);
      await page.goto(`${page.url()}${path}`);
      await expect(page.getByText("Live", { exact: true })).toBeVisible();
      if (path === "") await page.locator("summary").filter({ hasText: "In order" }).click();
      await page.context().setOffline(true);
      await expect(page.getByText("You are offline.")).toBeVisible();
      await expect(page.getByText("Reconnecting")).toBeVisible();
      // Told while nobody listened, then a second time: a row stands once, as it is now.
      await query(RENAME, [id, "Renamed meanwhile"]);
      await query(TELL, [id]);
      await page.context().setOffline(false);
      await expect(page.getByText("You are offline.")).toBeHidden();
      await expect(page.getByText("Live", { exact: true })).toBeVisible();
      await expect(page.getByText("Renamed meanwhile").first()).toBeVisible();
      await query(RENAME, [id, "Renamed again"]);
      await query(TELL, [id]);
      await query(TELL, [id]);
      await expect(page.getByText("Renamed again").first()).toBeVisible();
      await expect(page.getByText("Renamed meanwhile")).toHaveCount(0);
      if (path !== `/integrations/${id}`) await expect(page.locator(`[data-row="${id}"]`)).toHaveCount(1);
      await query(RENAME, [id, "Theehuis Linde"]);
      await query(TELL, [id]);
      await expect(page.getByText("Renamed again")).toHaveCount(0);
    });
});

test("a page without news says how old the last ones are", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.clock.install();
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText("Reconnecting")).toBeVisible();
  await page.clock.fastForward("02:10");
  await expect(page.getByText("Last news 2 minutes ago")).toBeVisible();
});

test("news keep the place: what is scrolled to and selected stays, and the row changes where it stands", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  await page.goto(`${page.url()}/integrations?sort=name`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const last = page.locator("[data-row]").last();
  await last.scrollIntoViewIfNeeded();
  await last.getByRole("checkbox").check();
  const id = String(await last.getAttribute("data-row"));
  const [known] = await query("select name from integration where id = $1", [id]);
  const before = await last.boundingBox();
  await query(RENAME, [id, "AAA comes first by name"]);
  await query(TELL, [id]);
  await expect(last).toContainText("AAA comes first by name");
  await expect(last.getByRole("checkbox")).toBeChecked();
  expect((await last.boundingBox())?.y).toBe(before?.y);
  await query(RENAME, [id, known?.["name"]]);
});
