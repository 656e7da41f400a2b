import { readFile } from "node:fs/promises";
import { findFaults } from "@/e2e/support/faults";
import { chooseLanguage, expect, test } from "@/e2e/support/test";
import { openIntegration } from "@/e2e/support/throttled-shop";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";

type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

const HEALTHY = DEMO_SHOPS.find(({ lanes }) => lanes.orders_in.state === "regular" && lanes.tracking_out.state === "regular");

/** The healthy shop's newest paid order without a parcel. */
async function findOpenOrder(query: Query): Promise<{ path: string; orderId: string }> {
  const [order] = await query(
    `select o.merchant_id, o.id from shop_order o join integration i on i.id = o.integration_id
     where i.name = $1 and o.status = 'processing' and o.removed_at is null and not exists (select 1 from shipment s where s.order_id = o.id)
     order by o.placed_at desc limit 1`,
    [HEALTHY?.name],
  );
  const orderId = String(order?.["id"]);
  return { orderId, path: `/m/${order?.["merchant_id"]}/orders/${orderId}` };
}

test("a merchant marks an order as shipped, corrects the input, sees it sent live, and finds the number in the shop's raw record", async ({
  openAs,
  query,
}) => {
  test.setTimeout(150_000);
  const { path, orderId } = await findOpenOrder(query);
  const page = await openAs("merchant");
  await page.goto(path);
  const section = page.getByRole("region", { name: "Shipments" });
  await expect(section).toContainText("No parcel is recorded for this order yet.");

  await section.getByLabel("Carrier").fill("PostNL");
  await section.getByLabel("Tracking link").fill("postnl.example/3STEST");
  await section.getByRole("button", { name: "Mark as shipped" }).click();
  await expect(section).toContainText("Enter the tracking number.");
  await expect(page.getByText("Nothing was changed")).toBeVisible();
  await expect(section).toContainText("Enter the full link, beginning with https://");
  await expect(section.getByLabel("Carrier")).toHaveValue("PostNL");
  expect(await findFaults(page)).toEqual([]);

  await section.getByLabel("Tracking number").fill("3STEST0815");
  await section.getByLabel("Tracking link").fill("https://postnl.example/3STEST0815");
  await section.getByRole("button", { name: "Mark as shipped" }).dblclick();
  const parcels = section.getByRole("list", { name: "Parcels of this order" }).getByRole("listitem");
  await expect(parcels).toHaveCount(1);
  await expect(parcels).toContainText("3STEST0815");
  await expect(parcels).toContainText("Sent to shop", { timeout: 20_000 });
  await expect(page.getByText("Nothing was changed"), "a refusal is not reported beside what the next click did").toHaveCount(0);
  await expect(section.getByLabel("Tracking number")).toHaveValue("");

  await section.getByLabel("Carrier").fill("PostNL");
  await section.getByLabel("Tracking number").fill("3STEST0815");
  await section.getByRole("button", { name: "Mark as shipped" }).click();
  await expect(section).toContainText("already recorded for this order");
  await expect(parcels).toHaveCount(1);

  await openIntegration(page, query, HEALTHY?.name ?? "");
  // The page may still show an earlier run's receipt, and another scenario may have refreshed the shop within this minute: only the record
  // proves that a run fetched the order.
  const record = (): Promise<Record<string, unknown>[]> =>
    query("select raw::text like '%3STEST0815%' as reported from shop_order where id = $1", [orderId]);
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh", exact: true }).first().click({ timeout: 1_000 });
    await expect.poll(async () => (await record())[0]?.["reported"], { timeout: 10_000 }).toBe(true);
  }).toPass({ timeout: 90_000 });
  await page.goto(path);
  await page.getByText("The shop’s record").click();
  await expect(page.locator("pre").last()).toContainText("3STEST0815");
});

test("a tracking number of another order needs a confirmation: at one order, at several and in a file", async ({ openAs, query }) => {
  const { path, orderId } = await findOpenOrder(query);
  const [shop] = await query("select id from integration where name = $1", [HEALTHY?.name]);
  const others = await query(
    `select o.id, o.number from shop_order o where o.integration_id = $1 and o.id <> $2 and o.status = 'processing' and o.removed_at is null
       and not exists (select 1 from shipment s where s.order_id = o.id) order by o.placed_at desc limit 2`,
    [shop?.["id"], orderId],
  );
  const [own] = await query("select number from shop_order where id = $1", [orderId]);
  const [first, second] = others.map(({ number }) => String(number));
  await query(
    `insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, status, sent_at)
     select merchant_id, gen_random_uuid(), integration_id, id, 'DHL', '3SSHARED1', 'form', '{}', 'sent', now() from shop_order where id = $1`,
    [others[0]?.["id"]],
  );
  const recorded = (number: string) => query("select 1 from shipment where tracking_number = $1", [number]);
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 } });

  await page.goto(path);
  const section = page.getByRole("region", { name: "Shipments" });
  await section.getByLabel("Carrier").fill("DHL");
  await section.getByLabel("Tracking number").fill("3sshared1");
  await section.getByRole("button", { name: "Mark as shipped" }).click();
  const asked = section.getByRole("alert");
  await expect(asked).toContainText("A tracking number is given for several orders");
  for (const number of [first, own?.["number"]]) await expect(asked).toContainText(String(number));
  expect(await recorded("3sshared1")).toEqual([]);
  expect(await findFaults(page)).toEqual([]);
  await section.getByLabel("Tracking number").fill("3SSHARED1");
  await expect(asked, "what is mended is asked about no longer").toHaveCount(0);
  await section.getByRole("button", { name: "Mark as shipped" }).click();
  await expect(asked).toContainText("3SSHARED1");
  await section.getByRole("button", { name: "Record anyway" }).click();
  await expect(section.getByRole("list", { name: "Parcels of this order" })).toContainText("3SSHARED1");
  await expect(asked).toHaveCount(0);
  expect(await recorded("3SSHARED1")).toHaveLength(2);

  const list = path.replace(/\/[^/]+$/, "");
  await page.goto(`${list}?shop=${shop?.["id"]}&status=processing`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  for (const number of [first, second]) await page.getByRole("checkbox", { name: `Select order ${number}`, exact: true }).check();
  await page.getByRole("button", { name: "Mark as shipped …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Carrier of all parcels").fill("DHL");
  for (const field of await dialog.getByRole("textbox", { name: /^Tracking number of order/ }).all()) await field.fill("3SSHARED2");
  await dialog.getByRole("button", { name: "Record 2 parcels" }).click();
  await expect(dialog.getByRole("alert")).toContainText("3SSHARED2: orders");
  expect(await recorded("3SSHARED2")).toEqual([]);
  await dialog.getByRole("button", { name: "Record anyway" }).click();
  await expect(page.getByRole("region", { name: "Selected orders" })).toContainText("2 parcels recorded");
  expect(await recorded("3SSHARED2")).toHaveLength(2);

  await page.goto(`${list}/import`);
  await page.getByLabel("Shop").selectOption({ label: HEALTHY?.name ?? "" });
  await page.getByLabel("Or paste it here").fill(`order,carrier,tracking number\n${second},DHL,3SSHARED1`);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("1 parcel is valid. Nothing is recorded yet.")).toBeVisible();
  await expect(page.getByText("A tracking number is given for several orders")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Import 1 parcel" }).click();
  await expect(page.getByText("1 parcel recorded.")).toBeVisible();
  expect(await recorded("3SSHARED1")).toHaveLength(3);
  await query("delete from shipment where tracking_number like '3SSHARED%'");
});

test("a parcel that could not be sent to the shop says why and what to do, and is resent: in German, dark, on a phone", async ({
  openAs,
  product,
  query,
}) => {
  const { path, orderId } = await findOpenOrder(query);
  await query(
    `insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, status, attempts, failure, failure_params)
     select merchant_id, gen_random_uuid(), integration_id, id, 'DHL', $2, 'form', '{"kind":"job","name":"test"}', 'failed', 20, 'blocked', '{"status":403}'
     from shop_order where id = $1`,
    [orderId, `JJD${"0123456789".repeat(6)}`],
  );
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 }, locale: "de-DE", colorScheme: "dark" });
  await chooseLanguage(page, product, "de");
  await page.goto(path);
  const parcel = page.getByRole("list", { name: "Pakete dieser Bestellung" }).getByRole("listitem");
  await expect(parcel).toContainText("Nicht gesendet");
  await expect(parcel).toContainText("403");
  await expect(parcel).toContainText("wählen Sie dann „Erneut senden“");
  expect(await findFaults(page)).toEqual([]);
  await parcel.getByRole("button", { name: /Erneut senden/ }).click();
  await expect(parcel).toContainText("An den Shop gesendet", { timeout: 20_000 });
  expect(await findFaults(page)).toEqual([]);
});

test("a parcel file is previewed, every invalid entry is named, and one click imports the rest: in German on a phone", async ({
  openAs,
  product,
  query,
}) => {
  const { path, orderId } = await findOpenOrder(query);
  const [order] = await query("select number from shop_order where id = $1", [orderId]);
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 }, locale: "de-DE" });
  await chooseLanguage(page, product, "de");
  await page.goto(path.replace(/[^/]+$/, ""));
  await page.getByRole("link", { name: "Sendungsnummern importieren" }).click();
  // The list before it also has a field with that name.
  await expect(page.getByRole("heading", { level: 1, name: "Sendungsnummern importieren" })).toBeVisible();
  await page.getByLabel("Shop").selectOption({ label: HEALTHY?.name ?? "" });
  const heading = "Bestellnummer;Versanddienst;Sendungsnummer";
  const upload = (lines: string[]) =>
    page
      .getByLabel("CSV-Datei")
      .setInputFiles({ name: "p.csv", mimeType: "text/csv", buffer: Buffer.from([heading, ...lines].join("\n")) });
  await upload([`${order?.["number"]};DHL;CSV0815`, "gibt es nicht;DHL;2"]);
  await page.getByRole("button", { name: "Vorschau" }).click();
  await expect(page.getByText("Zeile 3:")).toBeVisible();
  await expect(page.locator("main")).toContainText("Dieser Shop hat keine Bestellung mit dieser Nummer.");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Zeilen zum Korrigieren herunterladen" }).click(),
  ]);
  expect(await readFile(await file.path(), "utf8")).toBe(
    "\uFEFFGrund;Bestellnummer;Versanddienst;Sendungsnummer\nDieser Shop hat keine Bestellung mit dieser Nummer.;gibt es nicht;DHL;2\n",
  );
  expect(await findFaults(page)).toEqual([]);
  await expect(page.getByText("p.csv", { exact: true })).toBeVisible();
  // An empty file is reported without a click.
  await page.getByLabel("CSV-Datei").setInputFiles({ name: "leer.csv", mimeType: "text/csv", buffer: Buffer.from("") });
  await expect(page.getByText("Unter der ersten Zeile steht kein Paket.")).toBeVisible();
  // The same file, corrected: browsers report it only if the previous choice was reset.
  expect(await page.getByLabel("CSV-Datei").inputValue()).toBe("");
  await upload([`${order?.["number"]};DHL;CSV0815`]);
  await page.getByRole("button", { name: "Vorschau" }).click();
  await expect(page.getByText("1 Paket ist gültig.")).toBeVisible();
  expect(await query("select id from shipment where order_id = $1", [orderId])).toEqual([]);
  await page.getByRole("button", { name: "1 Paket importieren" }).click();
  await expect(page.getByText("1 Paket erfasst.")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  // It can be undone for a while before it is sent, as lib/orders/tracking tests.
  await page.goto(path);
  await expect(page.getByRole("list", { name: "Pakete dieser Bestellung" })).toContainText("CSV0815");
});

test("invalid numbers of several orders are each shown at their field, and nothing is recorded until all are valid", async ({
  openAs,
  query,
}) => {
  const { path } = await findOpenOrder(query);
  const page = await openAs("merchant");
  const [shop] = await query("select id from integration where name = $1", [HEALTHY?.name]);
  await page.goto(`${path.replace(/\/[^/]+$/, "")}?shop=${shop?.["id"]}&status=processing`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const rows = page.locator("[data-row]");
  for (const index of [0, 1, 2]) await rows.nth(index).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Mark as shipped …" }).click();
  const dialog = page.getByRole("dialog");
  const numbers = dialog.getByRole("textbox", { name: /^Tracking number of order/ });
  await dialog.getByLabel("Carrier of all parcels").fill("DHL");
  for (const [index, typed] of ["3SMANY1", "3,40434E+17", "---"].entries()) await numbers.nth(index).fill(typed);
  const before = await query("select count(*)::int as n from shipment");
  await dialog.getByRole("button", { name: "Record 3 parcels" }).click();
  await expect(numbers.nth(1)).toBeFocused();
  await expect(numbers.nth(0)).not.toHaveAttribute("aria-invalid");
  await expect(numbers.nth(1)).toHaveAccessibleDescription(/Excel shortened this number/);
  await expect(numbers.nth(2)).toHaveAccessibleDescription("Enter the tracking number.");
  expect(await findFaults(page)).toEqual([]);
  expect(await query("select count(*)::int as n from shipment")).toEqual(before);
});

test("a file of three-byte characters is accepted up to the limit, a larger one is rejected at once, and an outdated preview is not shown", async ({
  openAs,
  query,
}) => {
  const { path, orderId } = await findOpenOrder(query);
  const [order] = await query("select number from shop_order where id = $1", [orderId]);
  const page = await openAs("merchant");
  await page.goto(path.replace(/[^/]+$/, "import"));
  await page.getByLabel("Shop").selectOption({ label: HEALTHY?.name ?? "" });
  const upload = (name: string, text: string) =>
    page.getByLabel("CSV file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  const line = `${order?.["number"]},DHL,3SWIDE,`;
  const heading = "order,carrier,tracking number,note\n";
  await upload("wide.csv", heading + line + "€".repeat(899_000 - heading.length - line.length));
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("1 parcel is valid.")).toBeVisible({ timeout: 20_000 });
  await upload("wider.csv", heading + line + "€".repeat(901_000));
  await expect(page.getByText("This file is too large.")).toBeVisible();
  await expect(page.getByText("1 parcel is valid.")).toHaveCount(0);

  // Delay the response until other content is shown.
  await upload("small.csv", heading + line);
  let resolveQuarantined = (): void => {};
  const held = new Promise<void>((resolve) => {
    resolveQuarantined = resolve;
  });
  await page.route("**/orders/import", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await page.getByRole("button", { name: "Preview" }).click();
  const field = page.getByLabel("Or paste it here");
  await field.fill(`${heading}none,DHL,1,\n`);
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  resolveQuarantined();
  await answered;
  await expect(page.getByRole("button", { name: "Preview" })).toBeEnabled();
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("This shop has no such order.")).toBeVisible();
  await expect(page.getByText("1 parcel is valid.")).toHaveCount(0);
});

test("a parcel with a mistyped number that the shop rejected is removed with two clicks and leaves every list of failures", async ({
  openAs,
  query,
}) => {
  const { path, orderId } = await findOpenOrder(query);
  const mistype = () =>
    query(
      `insert into shipment (merchant_id, id, integration_id, order_id, carrier, tracking_number, source, recorded_by, next_push_at, status, failure, attempts)
     select merchant_id, gen_random_uuid(), integration_id, id, 'DHL', '3SMISTYPED', 'form', '{}'::jsonb, null, 'failed', 'number_refused', 1
     from shop_order where id = $1`,
      [orderId],
    );
  await mistype();
  const page = await openAs("merchant");
  await page.goto(path);
  const section = page.getByRole("region", { name: "Shipments" });
  await expect(section).toContainText("The shop cannot store this tracking number.");
  expect(await findFaults(page)).toEqual([]);
  const remove = section.getByRole("button", { name: /Remove parcel 3SMISTYPED/ });
  await remove.focus();
  await page.keyboard.press("Enter");
  await expect(remove).toContainText("Confirm");
  expect(await query("select 1 from shipment where order_id = $1", [orderId])).toHaveLength(1);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Parcel removed.")).toBeVisible();
  await expect(section).toContainText("No parcel is recorded for this order yet.");
  expect(await query("select 1 from shipment where order_id = $1", [orderId])).toEqual([]);
  expect(await page.evaluate(() => document.activeElement !== document.body), "the focus stays near").toBe(true);

  // With a pointer and little room, the button must stay under the pointer when it asks.
  await mistype();
  await page.context().addCookies([{ name: "mooring-locale", value: "de", url: new URL(page.url()).origin }]);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(path);
  const entfernen = page.getByRole("button", { name: /Paket entfernen 3SMISTYPED/ });
  await entfernen.click();
  await expect(entfernen).toContainText("Bestätigen");
  await entfernen.click();
  await expect(page.getByText("Das Paket wurde entfernt.")).toBeVisible();
  expect(await query("select 1 from shipment where order_id = $1", [orderId])).toEqual([]);
});
