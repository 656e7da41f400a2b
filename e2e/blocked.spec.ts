import { expect, test } from "@/e2e/support/test";
import { openIntegration } from "@/e2e/support/throttled-shop";

test("a shop whose server refuses PATCH and DELETE shows the cause, the pair that proves it, and the fix for the server found", async ({
  openAs,
}) => {
  const page = await openAs("merchant");
  await openIntegration(page, "De kleine Zeilboot", { list: "Integrations" });
  await page.getByRole("button", { name: "Check now" }).click();
  const main = page.locator("main");
  await expect(main.getByRole("heading", { name: /PATCH and DELETE are refused/ })).toBeVisible({ timeout: 30_000 });
  await expect(main).toContainText("Tracking cannot be sent to the shop.");
  await expect(main).toContainText("Proven by two requests that differ in one thing");
  await expect(main).toContainText(/SecRule REMOTE_ADDR "@ipMatch 127\.0\.0\.2,127\.0\.0\.3"/);
  await expect(main.getByRole("table", { name: /Methods by address/ })).toContainText("403");
});

test("a shop that refuses one of our addresses is named with that address alone, and orders stay where they are", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await openIntegration(page, "Oud-Zuid Thee", { list: "Integrations" });
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
  await expect(page.locator("main")).toContainText("127.0.0.3");
});
