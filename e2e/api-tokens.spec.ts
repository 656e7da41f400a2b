import { findFaults } from "@/e2e/support/faults";
import { tabTo } from "@/e2e/support/keyboard";
import { makeNewcomer, typeSignIn } from "@/e2e/support/newcomer";
import { expect, test } from "@/e2e/support/test";

test("an owner creates API tokens, a program uses them, and one is revoked: by keyboard, in German, on a phone", async ({
  browser,
  baseURL,
  query,
}) => {
  test.setTimeout(120_000);
  const { email, merchantId } = await makeNewcomer(query, "Paula");
  const [shop] = await query(
    `insert into integration (merchant_id, id, name, shop_system, base_url)
     values ($1, gen_random_uuid(), 'Begun', 'woocommerce', 'https://begun.example') returning id`,
    [merchantId],
  );
  await query("insert into lane (merchant_id, integration_id, lane) select $1, $2, unnest(array['orders_in', 'tracking_out'])", [
    merchantId,
    shop?.["id"],
  ]);
  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    locale: "de-DE",
    viewport: { width: 360, height: 740 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  await page.goto(`/sign-in?${new URLSearchParams({ from: `/m/${merchantId}/settings` })}`);
  await typeSignIn(page, email);
  await page.waitForURL(`**/m/${merchantId}/settings`);
  await tabTo(page, page.getByRole("link", { name: "API-Token", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "API-Token" })).toBeVisible();
  const list = page.getByRole("region", { name: "Token", exact: true });
  await expect(list).toContainText("Es gibt noch kein Token");
  expect(await findFaults(page)).toEqual([]);

  const form = page.getByRole("region", { name: "Neues Token" });
  /** Fills the form by keyboard. `scopes`: those to tick. @returns the token as displayed */
  const make = async (name: string, scopes: readonly string[]): Promise<string> => {
    await form.getByRole("textbox", { name: "Name" }).focus();
    await page.keyboard.type(name);
    for (const scope of scopes) {
      await tabTo(page, form.getByLabel(scope));
      await page.keyboard.press("Space");
    }
    await tabTo(page, form.getByLabel("Läuft ab"));
    await page.keyboard.press("ArrowDown");
    await tabTo(page, form.getByRole("button", { name: "Token erstellen" }));
    await page.keyboard.press("Enter");
    await expect(form.getByText("Aus Sicherheitsgründen wird es nur einmal angezeigt.")).toBeFocused();
    await expect(list.getByRole("listitem").filter({ hasText: name })).toBeVisible();
    expect(await findFaults(page)).toEqual([]);
    await tabTo(page, form.getByRole("button", { name: "Kopieren" }));
    await page.keyboard.press("Enter");
    await expect(form.getByRole("button", { name: "Kopiert" })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    await expect(form.locator("pre")).toHaveText(copied);
    await tabTo(page, form.getByRole("button", { name: "Fertig" }));
    await page.keyboard.press("Enter");
    await expect(form.locator("pre")).toHaveCount(0);
    await expect(form.getByRole("textbox", { name: "Name" })).toBeFocused();
    return copied;
  };
  const reads = await make("Nachtwache", []);
  const refreshes = await make("Deploy-Skript", ["Aktualisieren, pausieren, Wartung ankündigen, Sendungen erfassen"]);
  await page.reload();
  for (const token of [reads, refreshes]) expect(await page.content()).not.toContain(token);
  const [watch, script] = ["Nachtwache", "Deploy-Skript"].map((name) => list.getByRole("listitem").filter({ hasText: name }));
  if (!watch || !script) throw new Error("no entries");
  await expect(watch).toContainText("Shops, Synchronisierungen und Prüfungen lesen");
  await expect(watch).toContainText("Wird widerrufen, wenn Paula ausscheidet");
  await expect(script).toContainText("Aktualisieren, pausieren, Wartung ankündigen, Sendungen erfassen");
  await expect(script).toContainText(/gültig bis .*20\d\d/);
  await expect(script).toContainText("Noch nicht verwendet");

  // As in the guide: the command contains the product's public URL.
  const line = (await page.locator("#guide pre").first().textContent()) ?? "";
  const address = /"(http[^"]+)"$/.exec(line)?.[1] ?? "";
  expect(address).toBe(`${baseURL}/api/v1/integrations`);
  const ask = (token: string, url = address, method = "GET") => fetch(url, { method, headers: { authorization: `Bearer ${token}` } });
  expect(await (await ask(reads)).json()).toMatchObject({ data: [{ id: shop?.["id"], lanes: { orders_in: { state: "regular" } } }] });
  expect((await ask(reads, `${address}/${shop?.["id"]}/refresh`, "POST")).status).toBe(403);
  expect(await (await ask(refreshes, `${address}/${shop?.["id"]}/refresh`, "POST")).json()).toMatchObject({ code: "no_credentials" });
  // A page's session is not valid for the API.
  const withCookies = await page.request.get(address);
  expect(withCookies.status()).toBe(401);
  expect(withCookies.headers()["content-type"]).toBe("application/problem+json");
  // No response falls through to the server's own pages.
  for (const [url, method, status] of [
    [address, "DELETE", 405],
    [`${address}/${shop?.["id"]}/refresh`, "GET", 405],
    [`${baseURL}/api/v1`, "GET", 404],
    [`${baseURL}/api/v1/nothing/here`, "OPTIONS", 404],
  ] as const) {
    const refused = await ask(reads, url, method);
    expect([refused.status, refused.headers.get("allow") !== null]).toEqual([status, status === 405]);
    expect(await refused.json()).toMatchObject({ status });
  }

  await page.reload();
  await expect(script).toContainText("Zuletzt verwendet");
  const revoke = script.getByRole("button", { name: /Widerrufen/ });
  await tabTo(page, revoke);
  await page.keyboard.press("Enter");
  await expect(revoke).toHaveText(/^Bestätigen: Widerrufen/);
  expect((await ask(refreshes)).status).toBe(200);
  await page.keyboard.press("Enter");
  await expect(script).toHaveCount(0);
  await expect(watch.getByRole("button", { name: /Widerrufen/ })).toBeFocused();
  expect(await (await ask(refreshes)).json()).toMatchObject({ status: 401, code: "token_revoked" });
  expect((await ask(reads)).status).toBe(200);

  await tabTo(page, page.locator("#guide").getByRole("link"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "API für Entwickler" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Fehler" })).toContainText("Dieses Token wurde widerrufen.");

  await page.goto(`/m/${merchantId}/settings/audit`);
  const log = page.getByRole("list", { name: /Einträge/ });
  await expect(log.getByRole("listitem").filter({ hasText: "API-Token widerrufen" })).toContainText("Deploy-Skript");
  await expect(log.getByRole("listitem").filter({ hasText: "API-Token erzeugt" })).toHaveCount(2);
  expect(await findFaults(page)).toEqual([]);

  await query("update membership set role = 'member' where merchant_id = $1", [merchantId]);
  await page.goto(`/m/${merchantId}/settings/api`);
  await expect(list).toContainText("Inhaber erzeugen und widerrufen Token.");
  await expect(form).toHaveCount(0);
  await expect(list.getByRole("button")).toHaveCount(0);
  await context.close();
});
