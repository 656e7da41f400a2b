import { findFaults } from "@/e2e/support/faults";
import { chooseLanguage, expect, test, untilHydrated } from "@/e2e/support/test";

// Two browsers, a worker and a database share the processors of a small machine.
test.describe.configure({ timeout: 180_000 });

test.beforeEach(async ({ query }) => {
  await query("delete from incident_work");
});

test("two agents at once: by key and by click, each sees who took what, and nothing is overwritten", async ({ openAs, query }) => {
  const ana = await openAs("support");
  const bo = await openAs("agent");
  for (const page of [ana, bo]) {
    await page.goto("/support/queue?sort=age");
    await untilHydrated(page);
  }
  const [own] = await query("select name from person where email like 'support@%' limit 1");
  const [other] = await query("select name from person where email like 'agent@%' limit 1");
  const rowOf = (page: typeof ana) => page.getByRole("list", { name: "Needs attention" }).getByRole("listitem").first();
  const shop = String(await rowOf(ana).locator("[data-row-link]").textContent());
  await expect(rowOf(ana)).toContainText(/over target|to target/);
  await expect(ana.locator("main")).toContainText("take or hand over");
  expect(await findFaults(ana)).toEqual([]);

  // A key moves to the first row and takes it; the other agent sees it without a reload.
  await ana.keyboard.press("j");
  await expect(rowOf(ana).locator("[data-row-link]")).toBeFocused();
  await ana.keyboard.press("a");
  await expect(rowOf(ana)).toContainText(`${own?.["name"]} (you)`);
  await expect(rowOf(bo)).toContainText(String(own?.["name"]), { timeout: 15_000 });

  // Keys are letters in fields.
  await rowOf(ana)
    .getByRole("button", { name: `Hand over: ${shop}` })
    .click();
  await ana.getByLabel("Handover note").fill("");
  await ana.getByLabel("Handover note").pressSequentially("ask jack");
  await expect(ana.getByRole("dialog")).toHaveCount(1);
  expect(await findFaults(ana)).toEqual([]);

  // The other agent is faster: the note stays typed, and says who was.
  await rowOf(bo)
    .getByRole("button", { name: `Hand over: ${shop}` })
    .click();
  await bo.getByLabel("Assignee").selectOption({ label: `${other?.["name"]} (you)` });
  await bo.getByRole("button", { name: "Save", exact: true }).click();
  await expect(rowOf(bo)).toContainText(`${other?.["name"]} (you)`);
  await ana.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ana.getByRole("alert").filter({ hasText: "was faster" })).toContainText(String(other?.["name"]));
  await expect(ana.getByLabel("Handover note")).toHaveValue("ask jack");
  expect(await findFaults(ana)).toEqual([]);
  await ana.getByRole("button", { name: "Save", exact: true }).click();
  await expect(rowOf(bo)).toContainText("ask jack", { timeout: 15_000 });

  await ana.getByRole("link", { name: /^Mine/ }).click();
  await expect(ana).toHaveURL(/view=mine/);
  await expect(rowOf(ana)).toContainText(shop);
  await bo.getByRole("link", { name: /^Mine/ }).click();
  await expect(bo.getByRole("heading", { name: "Nothing here" })).toBeVisible();
});

test("a snoozed incident leaves with its reason, the keyboard goes on with the next row, and it comes back when asked", async ({
  openAs,
}) => {
  const page = await openAs("agent");
  await page.goto("/support/queue?sort=age");
  await untilHydrated(page);
  const rows = page.getByRole("list", { name: "Needs attention" }).getByRole("listitem");
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBeGreaterThan(1);
  const [first = "", second = ""] = await rows.locator("[data-row-link]").allTextContents();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Snooze the incident");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await page.getByLabel("Reason").fill("x");
  await page.getByRole("button", { name: "Snooze", exact: true }).click();
  await expect(page.getByLabel("Reason"), "a reason is a few words").toBeFocused();
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("Reason").fill("The host answers tomorrow");
  await page.getByRole("button", { name: "Snooze", exact: true }).click();
  await expect(rows.first()).toContainText(second);
  await expect(rows.first().locator("[data-row-link]")).toBeFocused();
  await page.getByRole("link", { name: /^Snoozed/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("The host answers tomorrow");
  await page.getByRole("button", { name: `Back to the queue: ${first}` }).click();
  await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
});

test("staff who only view read the queue without buttons, also in German, dark and on a phone", async ({ openAs, product }) => {
  const page = await openAs("viewer", { locale: "de-DE", viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await chooseLanguage(page, product, "de");
  await page.goto("/support/queue");
  await untilHydrated(page);
  await expect(page.locator("main")).toContainText("Nicht zugewiesen");
  await expect(page.getByRole("button", { name: /Übernehmen|Vertagen/ })).toHaveCount(0);
  expect(await findFaults(page)).toEqual([]);
});

test("an answer from the queue: template in the merchant's language, sent once, taken and snoozed; an unknown placeholder is named", async ({
  openAs,
  query,
}) => {
  const page = await openAs("agent");
  await page.goto("/support/macros");
  await untilHydrated(page);
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("Name").fill("Callback");
  await page.getByLabel("Text in English").fill("Hello {merchant}, {shop} has {nothing}");
  await page.getByLabel("Then").selectOption({ label: "Assign the incident to me" });
  await page.getByLabel("Snooze").selectOption({ label: "1 day" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("There is no placeholder {nothing}.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await page.getByLabel("Text in English").fill("Hello {merchant}, this is about {shop}. {headline}");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("list").filter({ hasText: "Callback" })).toBeVisible();

  await page.goto("/support/queue?sort=age");
  await untilHydrated(page);
  const rows = page.getByRole("list", { name: "Needs attention" }).getByRole("listitem");
  const shop = String(await rows.first().locator("[data-row-link]").textContent());
  await page.keyboard.press("j");
  await page.keyboard.press("w");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Template").selectOption({ label: "Callback" });
  await expect(dialog.getByLabel("Message")).toHaveValue(new RegExp(`this is about ${shop}\\. .+`));
  await expect(dialog.getByLabel("Snooze")).toHaveValue("24");
  expect(await findFaults(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Send" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rows.filter({ hasText: shop })).toHaveCount(0);
  await page.getByRole("link", { name: /^Snoozed/ }).click();
  await expect(rows.first()).toContainText("Callback");
  const [message] = await query("select text, author->>'name' as name from support_message order by at desc limit 1");
  expect(String(message?.["text"])).toContain(shop);
  await query("delete from answer_macro");
});
