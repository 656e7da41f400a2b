import { expect, signIn, test } from "@/e2e/support/test";

test("an outsider is sent to the sign-in page, and a wrong password does not sign in", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, "merchant", "not the password");
  await expect(page.getByText("Wrong e-mail address or password.")).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a merchant signs in and sees all their shops of the demo, and none of another merchant", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  const shops = await query(
    // Another merchant's shop may have the same name.
    "select i.name, bool_or(m.name = 'Noordzee Handel B.V.') as theirs from integration i join merchant m on m.id = i.merchant_id group by i.name",
  );
  expect(shops.length).toBeGreaterThan(7);
  await expect(page.getByText("Theehuis Linde").first()).toBeVisible();
  for (const { name, theirs } of shops) await expect(page.getByText(String(name), { exact: true })).toHaveCount(theirs ? 1 : 0);
});

test("a click keeps the session alive; an open page alone does not", async ({ openAs }) => {
  const page = await openAs("merchant");
  const reports: string[] = [];
  page.on("request", (request) => request.url().endsWith("/api/activity") && reports.push(request.method()));
  await page.clock.install();
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.clock.fastForward("02:00");
  expect(reports).toEqual([]);
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/activity"));
  await page.getByRole("main").click({ position: { x: 1, y: 1 } });
  expect((await answered).status()).toBe(204);
  await page.keyboard.press("Shift");
  expect(reports).toEqual(["POST"]);
});
