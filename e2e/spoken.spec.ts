import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/support/test";

// What a screen reader announces during an activity: from its start to its end, and nothing from before.

/** Starts recording new texts of live regions. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const regions = () => [...document.querySelectorAll("[role=status],[role=alert]")];
    const texts = new WeakMap<Element, string>(regions().map((region) => [region, region.textContent ?? ""]));
    const told: string[] = [];
    new MutationObserver(() => {
      for (const region of regions()) {
        const text = region.textContent ?? "";
        if (text !== "" && texts.get(region) !== text) told.push(text);
        texts.set(region, text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { told });
  });
  return () => page.evaluate(() => (window as unknown as { told: string[] }).told);
}

test("a screen reader hears a refresh from start to count check, and a check up to its findings", async ({ openAs, query }) => {
  test.setTimeout(90_000);
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  // Other scenarios may have clicked the same a moment ago.
  for (const table of ["sync_run", "reachability_check"])
    await query(`update ${table} set requested_at = requested_at - interval '10 minutes' where integration_id = $1`, [shop?.["id"]]);
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const told = await listen(page);

  await page.getByRole("button", { name: "Refresh", exact: true }).first().press("Enter");
  await expect.poll(async () => (await told()).at(-1), { timeout: 30_000 }).toMatch(/in your shop, .* here/);
  expect(await told(), "nothing of the run before").not.toContain("Done");
  expect((await told()).filter((text) => /in your shop, .* here/.test(text))).toHaveLength(1);

  await page.getByRole("button", { name: "Check now" }).press("Enter");
  await expect.poll(told, { timeout: 30_000 }).toContain("Check finished: Reachable.");
});

test("a screen reader hears that a search found no shop", async ({ merchantPath, openAs }) => {
  const page = await openAs("merchant");
  await page.goto(`${merchantPath}/integrations`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const told = await listen(page);
  await page.getByRole("searchbox").fill("nothing of this name");
  await expect.poll(told).toContain("No shop matches");
});
