import fs from "node:fs";
import path from "node:path";
import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { makeNewcomer, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";
import { root } from "@/scripts/dev/typescript.mjs";

test("without an account a developer reads the guide, finds an operation, and copies the typed client", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "de-DE", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  await page.goto("/developers");
  await expect(page.getByRole("heading", { level: 1, name: "API für Entwickler" })).toBeVisible();
  const list = page.getByRole("region", { name: "Bestellungen" });
  await tabTo(page, list.getByRole("link").first());
  await page.keyboard.press("Enter");
  await expect(page.getByText(`GET /api/v1/integrations/{integrationId}/orders`, { exact: true })).toBeVisible();
  await expect(page.locator("pre").first()).toContainText(`curl -sS '${baseURL}/api/v1/integrations/`);
  await expect(page.locator("pre").nth(1)).toContainText('client.GET("/integrations/{integrationId}/orders"');
  // A field that must be filled in says so before anything is sent.
  await page.getByRole("button", { name: "Senden" }).click();
  await expect(page.getByLabel("Ihr Token")).toBeFocused();
  expect(await findFaults(page)).toEqual([]);
  for (const file of ["client.ts", "operations.ts"]) {
    const served = await fetch(`${baseURL}/developers/client/${file}`);
    expect(await served.text()).toBe(fs.readFileSync(path.join(root, "lib/api/client", file), "utf8"));
  }
  expect((await fetch(`${baseURL}/developers/client/token.ts`)).status).toBe(404);
  expect((await page.goto("/developers/noSuchOperation"))?.status()).toBe(404);
  expect(refused.filter((text) => !text.includes("404"))).toEqual([]);
  await context.close();
});

test("with a token of one’s own an operation is tried on one’s own shops, and the token is stored nowhere", async ({
  browser,
  baseURL,
  query,
}) => {
  const { email, merchantId } = await makeNewcomer(query, "Rosa");
  const [shop] = await query(
    `insert into integration (merchant_id, id, name, shop_system, base_url)
     values ($1, gen_random_uuid(), 'Rosas Laden', 'woocommerce', 'https://rosa.example') returning id`,
    [merchantId],
  );
  await query("insert into lane (merchant_id, integration_id, lane) select $1, $2, unnest(array['orders_in', 'tracking_out'])", [
    merchantId,
    shop?.["id"],
  ]);
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`/sign-in?${new URLSearchParams({ from: `/m/${merchantId}/settings/api` })}`);
  await typeSignIn(page, email);
  const form = page.getByRole("region", { name: "New token" });
  await form.getByRole("textbox", { name: "Name" }).fill("Trial");
  await form.getByRole("button", { name: "Create token" }).click();
  const token = (await form.locator("pre").textContent()) ?? "";
  await page.goto("/developers/listIntegrations");
  const trial = page.getByRole("region", { name: "Try it" });
  await trial.getByLabel("Your token").fill(token);
  await trial.getByRole("button", { name: "Send" }).press("Enter");
  await expect(trial.getByRole("status")).toHaveText(/^Status 200, after \d+\sms$/);
  await expect(trial.locator("pre")).toContainText('"name": "Rosas Laden"');
  await expect(trial.locator("pre")).not.toContainText("Noordzee");
  expect(await findFaults(page)).toEqual([]);

  // The token is kept on the way to another operation, whose scope it lacks.
  await page.getByRole("link", { name: "All operations" }).click();
  await page.getByRole("link", { name: "Pause sync" }).click();
  await expect(trial.getByLabel("Your token")).toHaveValue(token);
  await expect(trial).toContainText("This call changes your data for real.");
  await trial.getByLabel("integrationId").fill(String(shop?.["id"]));
  await trial.getByRole("button", { name: "Send" }).click();
  await expect(trial.getByRole("status")).toHaveText(/^Status 403/);
  await expect(trial.locator("pre")).toContainText('"code": "scope_missing"');
  await page.goto("/developers/announceMaintenance");
  const body = trial.getByLabel("Body (JSON)");
  await expect(trial.getByLabel("Your token")).toHaveValue("");
  await trial.getByLabel("Your token").fill(token);
  await trial.getByLabel("integrationId").fill(String(shop?.["id"]));
  await body.fill("{");
  await trial.getByRole("button", { name: "Send" }).click();
  await expect(body).toHaveAccessibleDescription(/not valid JSON/);
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie, location.href]));
  expect(stored).not.toContain(token);
  await context.close();
});
