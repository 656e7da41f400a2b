import { expect, test } from "@/e2e/support/test";
import { openIntegration, openTab } from "@/e2e/support/throttled-shop";

test("a shop whose server blocks POST, PATCH and DELETE shows the cause, the pair of requests that proves it, and the fix for the detected server", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await openIntegration(page, query, "De kleine Zeilboot");
  await page.getByRole("button", { name: "Check now" }).click();
  const main = page.locator("main");
  // The head tells the story with one next step; proof and fix are one click away.
  await expect(main.getByRole("link", { name: "Diagnosis" })).toContainText("1 cause", { timeout: 30_000 });
  const story = main.getByRole("region", { name: "State", exact: true });
  await expect(story).toContainText("Tracking sync down since");
  await expect(story).toContainText("The hosting provider can fix this");
  await story.getByRole("button", { name: "Report to hosting provider" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Create link" })).toBeVisible();
  await page.keyboard.press("Escape");
  await main.getByRole("link", { name: "Diagnosis" }).click();
  await expect(main.getByRole("heading", { name: /POST, PATCH, and DELETE are blocked/ })).toBeVisible();
  await expect(main).toContainText("Tracking cannot be sent to the shop.");
  await expect(main).toContainText("Proven by two requests that differ in one thing");
  await expect(main).toContainText(/SecRule REMOTE_ADDR "@ipMatch 127\.0\.0\.2,127\.0\.0\.3"/);
  await expect(main.getByRole("table", { name: /Methods by address/ })).toContainText("403");

  // Every request opens with what was sent and who responded.
  const proof = main.getByRole("article").filter({ hasText: "POST, PATCH, and DELETE are blocked" });
  await proof.getByRole("button", { name: "Details" }).last().click();
  const sheet = page.getByRole("dialog", { name: /^POST from 127\.0\.0\.\d/ });
  await expect(sheet).toContainText("Content-Type: application/json");
  await expect(sheet).toContainText("the web server (Apache)");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await main.getByText(/^All requests of this check/).click();
  await main
    .getByRole("button", { name: /tests whether the Authorization header arrives/ })
    .first()
    .click();
  await expect(page.getByRole("dialog").filter({ hasText: "Authorization: OAuth" })).toContainText("the shop itself (WooCommerce)");
});

test("a shop that blocks one of our IP addresses is reported with that address alone, and keeps its orders", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await openIntegration(page, query, "Oud-Zuid Thee");
  await page.getByRole("button", { name: "Check now" }).click();
  await expect
    .poll(
      async () =>
        (
          await query(
            "select c.result->'causes' as causes from reachability_check c join integration i on i.id = c.integration_id where i.name = 'Oud-Zuid Thee' and c.status = 'done' order by c.finished_at desc limit 1",
          )
        )[0]?.["causes"],
      { timeout: 30_000 },
    )
    .toEqual([expect.objectContaining({ code: "ip_blocked", addresses: ["127.0.0.3"], certainty: "proven" })]);
  await openTab(page, "diagnosis");
  await expect(page.locator("main")).toContainText("127.0.0.3");
});
