import { findFaults } from "@/e2e/support/faults";
import { expect, test } from "@/e2e/support/test";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

test("a member chooses notifications, gets a test mail, unsubscribes by its link, and the bell shows what is new: on a phone, in German", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 }, locale: "de-DE", colorScheme: "dark" });
  // As if the first sign-in had been in German.
  await query("update person set mail_locale = 'de' where email = $1", [DEMO_SIGN_INS.merchant.email]);
  const [shop] = await query(
    "select merchant_id, id from integration where merchant_id = (select id from merchant where name = 'Noordzee Handel B.V.') limit 1",
  );
  const base = `/m/${shop?.["merchant_id"]}`;
  await page.goto(`${base}/settings/notifications`);
  await page.getByRole("combobox", { name: "Wann" }).selectOption("Höchstens zur vollen Stunde");
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByText("Gespeichert.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Wann" })).toHaveValue("hourly");
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Test-E-Mail senden" }).click();
  await expect(async () => {
    await page.goto("/demo/mailbox");
    await expect(page.getByText("Testnachricht von Mooring").first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  expect(await findFaults(page)).toEqual([]);

  const [mail] = await query("select html, text from captured_mail order by at desc limit 1");
  const link = /href="([^"]*\/api\/unsubscribe\/[^"]+)"/.exec(String(mail?.["html"]))?.[1] ?? "";
  await page.goto(new URL(link).pathname);
  await page.getByRole("button", { name: "Abbestellen" }).click();
  await expect(page.getByText("Abbestellt.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await page.goto(`${base}/settings/notifications`);
  await expect(page.getByRole("checkbox", { name: "Mails an mich senden" })).not.toBeChecked();
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByText("Gespeichert.")).toBeVisible();
  await page.reload();
  const recovered = page.getByRole("checkbox", { name: "Ein Shop ist wieder in Ordnung: E-Mail an Sie" });
  await expect(recovered, "choices outlast a save while mails are off").toBeChecked();

  const at = new Date().toISOString();
  const reason = { code: "failed", failure: "credentials_rejected", status: 401, times: 1 };
  const incident = {
    id: "i",
    openedAt: at,
    closedAt: null,
    quietSince: null,
    goodObservations: 0,
    cameBack: 0,
    causes: [],
    lanes: { orders_in: { state: "action_needed", failingSince: at, reason }, tracking_out: null },
  };
  await query(
    "insert into notification (merchant_id, id, kind, integration_id, params) values ($1, gen_random_uuid(), 'needs_you', $2, $3)",
    [shop?.["merchant_id"], shop?.["id"], JSON.stringify({ incident })],
  );
  await page.goto(base);
  await page.getByRole("link", { name: /^Benachrichtigungen, \d neu$/ }).click();
  await expect(page.locator("main")).toContainText("nimmt den API-Schlüssel nicht an");
  await expect(page.getByRole("link", { name: "Benachrichtigungen", exact: true })).toBeVisible({ timeout: 10_000 });
  expect(await findFaults(page)).toEqual([]);
});

test("a removed channel can be restored, and the form asks for what the chosen service needs", async ({ openAs, query }) => {
  const [shop] = await query("select id as merchant_id from merchant where name = 'Noordzee Handel B.V.'");
  const page = await openAs("merchant", { locale: "en-GB" });
  await page.goto(`/m/${shop?.["merchant_id"]}/settings/notifications`);
  await page.getByText("Add a channel").click();
  await page.getByRole("combobox", { name: "Kind" }).selectOption("PagerDuty");
  await page.getByRole("textbox", { name: "Name" }).fill("On call");
  const address = page.getByRole("textbox", { name: "Address of the Events API" });
  await expect(address).toHaveValue("https://events.pagerduty.com/v2/enqueue");
  await address.fill("https://pager.example/v2/enqueue");
  await page.getByLabel("Integration key").fill("planted-key");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const row = page.getByRole("listitem").filter({ hasText: "On call" });
  await expect(row).toContainText("PagerDuty · pager.example");
  await row.getByRole("button", { name: "Remove" }).click();
  await expect(row).toContainText("Removed");
  await row.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("PagerDuty · pager.example");
});

test("one table chooses what is sent where, each message has a preview, and removing a channel keeps the focus beside it", async ({
  openAs,
  query,
}) => {
  const [shop] = await query("select id as merchant_id from merchant where name = 'Noordzee Handel B.V.'");
  await query("delete from notification_channel where merchant_id = $1", [shop?.["merchant_id"]]);
  const page = await openAs("merchant", { locale: "en-GB" });
  await page.goto(`/m/${shop?.["merchant_id"]}/settings/notifications`);
  const places = page.getByRole("region", { name: "Where messages go" });
  await places.getByText("Add a channel").click();
  await places.getByRole("textbox", { name: "Webhook address" }).fill("https://chat.example/hooks/77aa");
  await places.getByRole("textbox", { name: "Name" }).fill("Chat of the shop");
  await places.getByRole("button", { name: "Add", exact: true }).click();
  const recovered = page.getByRole("checkbox", { name: "A shop has recovered: Chat of the shop" });
  await expect(recovered, "a new channel gets everything").toBeChecked();
  await recovered.uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(recovered).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: "A shop has recovered: E-mail to you" }), "and nothing else changed").toBeChecked();
  await page.getByText("Something expires soon", { exact: true }).click();
  await expect(page.getByRole("table").first()).toContainText("Example shop: something expires soon");
  const remove = places.getByRole("button", { name: "Remove Chat of the shop" });
  await remove.press("Enter");
  await expect(places.getByRole("button", { name: "Undo Chat of the shop" })).toBeVisible();
  await expect(places.locator(":focus")).toContainText("Chat of the shop");
});

test("the page of a signed webhook chooses its events, on a desktop and a phone", async ({ openAs, query }) => {
  const [shop] = await query("select id as merchant_id from merchant where name = 'Noordzee Handel B.V.'");
  const page = await openAs("merchant", { locale: "en-GB" });
  await page.goto(`/m/${shop?.["merchant_id"]}/settings/notifications`);
  const places = page.getByRole("region", { name: "Where messages go" });
  await places.getByText("Add a channel").click();
  await places.getByRole("combobox", { name: "Kind" }).selectOption("Signed webhook");
  await places.getByRole("textbox", { name: "Address of your program" }).fill("https://erp.example/mooring");
  await places.getByRole("textbox", { name: "Name" }).fill("ERP");
  await places.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("link", { name: "Events for programs ERP" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await findFaults(page)).toEqual([]);
});
