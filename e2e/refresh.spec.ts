import { chooseLanguage, expect, test } from "@/e2e/support/test";
import { openIntegration, openTab, THROTTLED_SHOP, throttleAgain } from "@/e2e/support/throttled-shop";

interface Announced {
  said: string[];
}

/** Records what a screen reader would announce: the text of live regions as it changes. */
function recordSpeech(): void {
  const said: string[] = [];
  (window as unknown as Announced).said = said;
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const words = element?.closest("[role=status]")?.textContent;
      if (words && words !== said.at(-1)) said.push(words);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

test("a merchant sees that a shop is throttled, clicks Refresh, watches the orders arrive, and the shop is healthy again", async ({
  openAs,
  query,
}) => {
  const { integrationId, missing } = await throttleAgain(query);
  expect(missing).toBeGreaterThan(0);
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.getByText(/Throttled since/).first()).toBeVisible();
  await openIntegration(page, query, THROTTLED_SHOP);
  await expect(page.getByText(/the shop answered 7 times with 503/).first()).toBeVisible();

  await page.evaluate(recordSpeech);
  await page.getByRole("button", { name: "Refresh", exact: true }).first().click();
  const main = page.locator("main");
  await expect(main).toContainText(new RegExp(`\\d+ in your shop.*${missing}\\snew, no duplicates`), { timeout: 30_000 });
  await expect(main).toContainText("healthy again");
  await expect(main.getByText(/Throttled since/)).toHaveCount(0);

  const said = await page.evaluate(() => (window as unknown as Announced).said);
  expect(
    said.filter((words) => /of \d+ orders|so far/.test(words)).length,
    "steps on the way are reported by quarters",
  ).toBeLessThanOrEqual(6);
  expect(
    said.some((words) => words.includes("in your shop")),
    "and so is the end",
  ).toBe(true);

  const [row] = await query(
    "select count(*)::int as stored, count(distinct external_id)::int as distinct from shop_order where integration_id = $1",
    [integrationId],
  );
  const [run] = await query(
    "select shop_count, our_count, created from sync_run where integration_id = $1 order by requested_at desc limit 1",
    [integrationId],
  );
  expect(row?.["stored"]).toBe(row?.["distinct"]);
  expect(run).toEqual({ shop_count: row?.["stored"], our_count: row?.["stored"], created: missing });
  const [lane] = await query("select state from lane where integration_id = $1 and lane = 'orders_in'", [integrationId]);
  expect(lane?.["state"]).toBe("regular");
});

interface Watched {
  places: string[];
}

/** The content directly below the run. */
const LANE = "section[aria-label='Order import'], section[aria-label='Bestellimport']";

/** Records the position of the lanes and of the tabs below them, frame by frame. */
function recordPlaces(selectors: string[]): void {
  const places: string[] = [];
  const elements = selectors.map((selector) => document.querySelector(selector));
  const look = (): void => {
    const place = elements.map((one) => (one ? Math.round(one.getBoundingClientRect().top + window.scrollY) : "nowhere")).join(" ");
    if (places.at(-1) !== place) places.push(place);
    requestAnimationFrame(look);
  };
  (window as unknown as Watched).places = places;
  look();
}

for (const { device, viewport, locale, words } of [
  {
    device: "a desk",
    viewport: { width: 1280, height: 800 },
    locale: "en",
    words: { refresh: "Refresh", run: "Last sync" },
  },
  {
    device: "a phone, in German",
    viewport: { width: 360, height: 740 },
    locale: "de",
    words: { refresh: "Aktualisieren", run: "Letzte Synchronisierung" },
  },
])
  test(`nothing below moves while a run is queued, runs and ends: on ${device}`, async ({ openAs, query, product }) => {
    const { missing } = await throttleAgain(query);
    const page = await openAs("merchant", { viewport });
    await chooseLanguage(page, product, locale);
    await openIntegration(page, query, THROTTLED_SHOP);
    const refresh = async (created: number): Promise<void> => {
      await expect(page.getByText("Live", { exact: true })).toBeVisible();
      await expect(page.locator(LANE).first()).toBeVisible();
      await page.evaluate(recordPlaces, [LANE, "main nav:has(a[aria-current])"]);
      const imported = page.locator(LANE).locator("time").first();
      const before = (await imported.getAttribute("datetime")) ?? "";
      await page.getByRole("button", { name: words.refresh, exact: true }).first().click();
      await expect(page.getByRole("region", { name: words.run, exact: true })).toContainText(new RegExp(`\\b${created}\\s(new|neu)`), {
        timeout: 30_000,
      });
      // Server-rendered content is refreshed after a run has ended.
      await expect(imported).not.toHaveAttribute("datetime", before);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    };
    const places = () => page.evaluate(() => (window as unknown as Watched).places);
    await refresh(missing);
    expect((await places()).length, "only its sentence gets shorter, once, as the click is answered").toBeLessThanOrEqual(2);

    // Also from a healthy shop, whose sentence is short.
    await query("update sync_run set requested_at = requested_at - interval '10 minutes'");
    await page.reload();
    await refresh(0);
    expect(await places(), "of a shop in order").toEqual([expect.stringMatching(/^\d+ \d+$/)]);
  });

test("a refused click and a shop's first sync move nothing below them", async ({ openAs, query }) => {
  const { merchantId, integrationId } = await throttleAgain(query);
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 } });
  await query("delete from sync_run where integration_id = $1", [integrationId]);
  await page.goto(`/m/${merchantId}/integrations/${integrationId}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(page.getByText("No sync yet.")).toBeVisible();
  await page.evaluate(recordPlaces, [LANE]);
  const refresh = page.getByRole("button", { name: "Refresh", exact: true }).first();
  await refresh.click();
  await expect(page.locator("main")).toContainText("healthy again", { timeout: 30_000 });
  await refresh.click();
  const notice = page.getByText(/^Synced a moment ago/);
  await expect(notice).toBeVisible();
  const run = page.getByText("healthy again").first();
  expect((await notice.boundingBox())?.y, "the notice does not cover the run").toBeLessThan((await run.boundingBox())?.y ?? 0);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const places = await page.evaluate(() => (window as unknown as Watched).places);
  expect(places.length, "only the sentence gets shorter, once, as the shop recovers").toBeLessThanOrEqual(2);
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(notice).toHaveCount(0);
});

test("space reserved on a shop's page is no text to screen readers, and the syncs fit on a phone", async ({ openAs, query }) => {
  const { merchantId, integrationId } = await throttleAgain(query);
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 } });
  await page.goto(`/m/${merchantId}/integrations/${integrationId}`);
  await expect(page.getByText(/Throttled since/).first()).toBeVisible();
  await expect(page.getByText(/88,888/)).toHaveCount(0);
  await openTab(page, "sync");
  const table = page.getByRole("region", { name: "Sync runs", exact: true });
  await expect(table.getByRole("row").nth(1)).toBeVisible();
  await expect(table.getByText(/^Order count check: \d/).first()).toBeVisible();
  expect(await table.evaluate((element) => element.scrollWidth - element.clientWidth), "nothing is cut off").toBe(0);
});

test("Refresh works in German on a phone", async ({ openAs, query, product }) => {
  const { missing } = await throttleAgain(query);
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 }, locale: "de-DE" });
  await chooseLanguage(page, product, "de");
  await openIntegration(page, query, THROTTLED_SHOP);
  await expect(page.getByText(/der Shop hat 7\sMal mit 503 geantwortet/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Aktualisieren", exact: true }).first().click();
  await expect(page.locator("main")).toContainText(new RegExp(`${missing}\\sneu, keine\\sDubletten`), { timeout: 30_000 });
  await expect(page.locator("main")).toContainText("wieder in Ordnung");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "nothing is wider than the phone").toBeLessThanOrEqual(360);
});

test("a second click from another tab joins the same run, and a reloaded page shows it in progress", async ({ openAs, query }) => {
  const { merchantId, integrationId } = await throttleAgain(query);
  const first = await openAs("merchant");
  const second = await openAs("agency");
  await openIntegration(first, query, THROTTLED_SHOP);
  // Members of several merchants start at the one they used last, whichever that was.
  await second.goto(`/m/${merchantId}/integrations/${integrationId}`);
  const before = await query("select id from sync_run where integration_id = $1", [integrationId]);
  await Promise.all([first, second].map((page) => page.getByRole("button", { name: "Refresh", exact: true }).first().click()));
  await first.reload();
  for (const page of [first, second]) await expect(page.locator("main")).toContainText(/in your shop.*no duplicates/, { timeout: 30_000 });
  const after = await query("select id from sync_run where integration_id = $1", [integrationId]);
  expect(after.length - before.length).toBe(1);
});

test("an expanded section stays expanded during live updates", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/sync`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const backfill = page.locator("details#backfill");
  await backfill.locator("summary").click();
  await expect(backfill).toHaveAttribute("open");
  const checked = async () => (await query("select count(*)::int as n from reachability_check where status = 'done'"))[0]?.["n"];
  const before = await checked();
  const refreshed = page.waitForResponse((response) => response.url().includes("_rsc="));
  await page.getByRole("button", { name: "Check now" }).first().click();
  await refreshed;
  await expect.poll(checked, { timeout: 30_000 }).not.toBe(before);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await expect(backfill).toHaveAttribute("open");
});
