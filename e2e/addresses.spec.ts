import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";

// An address that this machine has, the demo does not use, and every demo shop accepts.
const NEW = "127.0.0.5";
const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

test("staff announce an address after a confirmation, every shop is checked from it, and traffic moves early only after a second confirmation, and back", async ({
  openAs,
  request,
}) => {
  test.setTimeout(120_000);
  const page = await openAs("support");
  const addresses = page.getByRole("textbox", { name: "New addresses" });
  await page.goto("/support/addresses");
  await addresses.fill("10.0.0.1");
  await page.getByLabel("Day of the change").fill(day);
  await page.getByRole("button", { name: "Announce and rehearse" }).click();
  await expect(page.locator("main")).toContainText("not a public IP address");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(addresses).toHaveValue("10.0.0.1");

  await addresses.fill(NEW);
  await page.getByRole("button", { name: "Announce and rehearse" }).click();
  await page.getByRole("dialog", { name: "Announce these addresses?" }).getByRole("button", { name: "Announce", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Rehearsal" })).toBeVisible();
  await expect.poll(async () => (await request.get("/addresses.txt")).text()).toContain(NEW);
  await expect(page.getByRole("link", { name: "Waiting 0" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/of all shops are proven/)).toBeVisible();
  expect(await findFaults(page)).toEqual([]);

  await page.getByRole("button", { name: "Move traffic" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Continue" }).click();
  const early = page.getByRole("dialog", { name: /announced day/ });
  await expect(early).toContainText("a later day");
  expect(await findFaults(page)).toEqual([]);
  await early.getByRole("button", { name: /^Move (before|and stop)/ }).click();
  await expect(page.getByRole("heading", { name: "Traffic has moved" })).toBeVisible();
  const readDates = async () => ((await (await request.get("/addresses.json")).json()) as { dates: unknown[] }).dates;
  await expect.poll(readDates).toContainEqual(expect.objectContaining({ address: NEW, state: "live" }));

  await page.getByRole("button", { name: "Move traffic back" }).click();
  await expect(page.getByRole("heading", { name: "Rehearsal" })).toBeVisible();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(addresses).toBeVisible();
  // Each web process rereads the table every few seconds.
  await expect.poll(async () => (await request.get("/addresses.txt")).text()).not.toContain(NEW);
});

test("the public page shows dates, lines to paste for each shop system, and a feed: in German on a phone", async ({
  browser,
  baseURL,
  request,
}) => {
  const context = await browser.newContext({
    locale: "de-DE",
    colorScheme: "dark",
    viewport: { width: 360, height: 740 },
    ...(baseURL ? { baseURL } : {}),
  });
  const page = await context.newPage();
  await page.goto("/addresses");
  await expect(page.getByRole("region", { name: "Termine unserer Adressen" })).toContainText("In Benutzung");
  await page.getByRole("link", { name: "Magento" }).click();
  await page.getByText("nginx", { exact: true }).click();
  await expect(page.locator("main")).toContainText("allow 127.0.0.2;");
  expect(await findFaults(page)).toEqual([]);
  const feed = await request.get("/addresses.atom?lang=de");
  expect(feed.headers()["content-type"]).toContain("application/atom+xml");
  expect(await feed.text()).toMatch(/127\.0\.0\.2 ab \d+\. \S+ 20\d\d in Benutzung/);
  await context.close();
});
