import { once } from "node:events";
import http from "node:http";
import zlib from "node:zlib";
import pg from "pg";
import { holdScripts } from "@/e2e/support/hold-scripts";
import { expect, test } from "@/e2e/support/test";
import { throttleAgain } from "@/e2e/support/throttled-shop";

const SLOW_MS = 900;

test("a link changes the page in place and shows the shape of what comes at once, whatever is heard meanwhile", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible(); // scripts run
  let documents = 0;
  page.on("request", (request) => {
    if (request.resourceType() === "document") documents += 1;
  });
  const devtools = await page.context().newCDPSession(page);
  const network = { latency: SLOW_MS, downloadThroughput: -1, uploadThroughput: -1 };
  await devtools.send("Network.emulateNetworkConditions", { ...network, offline: false });
  // What the page tells is not to be had yet, and the one before hears news meanwhile.
  const holder = new pg.Client({ connectionString: process.env["E2E_DATABASE_URL"] });
  await holder.connect();
  await holder.query("begin");
  await holder.query("lock table support_thread in access exclusive mode");
  const merchantId = new URL(page.url()).pathname.split("/").at(-1);
  await page.getByRole("link", { name: "Support", exact: true }).first().press("Enter");
  await query("select pg_notify('mooring_live', json_build_object('kind', 'note', 'merchantId', $1::text)::text)", [merchantId]);
  await expect(page.locator('main [aria-busy="true"]')).toBeVisible();
  await holder.end();
  await expect(page.getByRole("heading", { level: 1, name: "Support" })).toBeVisible();
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  expect(documents).toBe(0);
});

test("the way back needs no network", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible(); // scripts run
  await page.getByRole("link", { name: "Help", exact: true }).first().press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await page.context().setOffline(true);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("the head of a page is there before its content, with what is to be fetched meanwhile; a page that is not there says so", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  const { pathname: base } = new URL(page.url());
  const [shop] = await query("select id from integration where merchant_id = $1 order by name limit 1", [base.split("/").at(-1)]);
  const address = `${base}/integrations/${shop?.["id"]}`;
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (path: string): Promise<http.IncomingMessage> => {
    const headers = { cookie, "accept-encoding": "zstd" };
    const [answer] = await once(http.get(new URL(path, page.url()), { agent, headers }), "response");
    return answer as http.IncomingMessage;
  };
  const textOf = async (answer: http.IncomingMessage): Promise<string> =>
    zlib.zstdDecompressSync(Buffer.concat(await answer.toArray())).toString();
  // What is to be fetched is known from the first page.
  const first = await ask(address);
  await textOf(first);
  const ofItsOwn = ({ headers }: http.IncomingMessage) =>
    Object.fromEntries(["date", "link", "content-security-policy"].map((name) => [name, headers[name]]));
  const holder = new pg.Client({ connectionString: process.env["E2E_DATABASE_URL"] });
  await holder.connect();
  await holder.query("begin");
  await holder.query("lock table coverage_interval in access exclusive mode");
  const answer = await ask(address);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toEqual({ ...first.headers, ...ofItsOwn(answer) });
  expect(answer.headers.link).toContain('as="style"');
  const text = textOf(answer);
  expect(await Promise.race([text, holder.query("select 'held' as held").then(({ rows }) => rows[0].held as string)])).toBe("held");
  await holder.end();
  expect(await text).toMatch(/<h1[^>]*>[\s\S]*<\/html>$/);
  const missing = await ask(`${address.slice(0, -4)}dead`);
  expect(missing.statusCode).toBe(404);
  agent.destroy();
});

test("news of orders heard while the list is on its way to other filters do not hold it back", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  const merchantId = page.url().split("/").at(-1);
  await page.goto(`/m/${merchantId}/orders`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const asked: (() => void)[] = [];
  await page.route(/\/orders\?/, async (route) => {
    if (route.request().headers()["rsc"] === "1") await new Promise<void>((done) => asked.push(done));
    await route.continue();
  });
  await page.getByLabel("Search orders").fill("nobodyhasthisname");
  await page.keyboard.press("Enter");
  await expect.poll(() => asked.length).toBe(1);
  // The bell counts one more: for that the whole page would be read anew.
  const [shop] = await query("select id from integration where merchant_id = $1 limit 1", [merchantId]);
  const [note] = await query(
    "insert into notification (id, merchant_id, integration_id, kind, params) values (gen_random_uuid(), $1, $2, 'recovered', '{}') returning id",
    [merchantId, shop?.["id"]],
  );
  const heard = page.waitForEvent("requestfinished", (request) => request.url().includes("/api/orders/news"));
  await query("select pg_notify('mooring_live', json_build_object('kind', 'note', 'merchantId', $1::text)::text)", [merchantId]);
  await heard;
  // What the page does with it comes with one of its next turns.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  asked[0]?.();
  await expect(page.getByRole("heading", { name: "No order matches" })).toBeVisible();
  for (const goOn of asked) goOn();
  await query("delete from notification where id = $1", [note?.["id"]]);
});

test("a button that is pressed before the scripts of the page have come does what it says, once, when they have", async ({
  openAs,
  query,
}) => {
  const { merchantId, integrationId } = await throttleAgain(query);
  const page = await openAs("merchant");
  const scripts = await holdScripts(page);
  for (const [address, button, outcome] of [
    [`/m/${merchantId}/orders`, /^Search/, page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox")],
    [`/m/${merchantId}/integrations/${integrationId}`, "Refresh", page.getByText("in order again")],
  ] as const) {
    scripts.hold();
    await page.goto(address, { waitUntil: "commit" });
    await page.getByRole("button", { name: button }).first().click();
    scripts.release();
    await expect(outcome.first()).toBeVisible({ timeout: 30_000 });
  }
  const runs = await query(
    "select 1 from sync_run where integration_id = $1 and requested_at > now() - interval '1 minute' and trigger = 'refresh'",
    [integrationId],
  );
  expect(runs).toHaveLength(1);
});

test("what the browser does with links it still does: another tab by Ctrl or by the middle button", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const here = page.url();
  for (const press of [{ modifiers: ["ControlOrMeta" as const] }, { button: "middle" as const }]) {
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Orders", exact: true }).first().click(press);
    const tab = await opened;
    await expect(tab).toHaveURL(/\/orders$/);
    await tab.close();
    expect(page.url()).toBe(here);
  }
});

test("a press on a link is answered at once where the network is slow, and the answer goes when the page comes", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  let release = (): void => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route(/_rsc=/, async (route) => {
    await held;
    await route.fallback();
  });
  const going = page.locator(".going");
  await expect(going).toHaveCount(0);
  await page.getByRole("link", { name: "Help", exact: true }).first().click();
  await expect(going).toBeVisible();
  release();
  await expect(page.getByRole("heading", { level: 1, name: "Help" })).toBeVisible();
  await expect(going).toHaveCount(0);
});

test("a first visit brings the content itself, never a skeleton before it, and works without scripts", async ({
  browser,
  baseURL,
  sessionOf,
}) => {
  const context = await browser.newContext({
    ...(baseURL ? { baseURL } : {}),
    storageState: await sessionOf("merchant"),
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto("/");
  for (const name of ["Integrations", "Orders", "Incidents", "Overview"]) {
    await page.getByRole("link", { name, exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.locator('main > [aria-busy="true"]')).toHaveCount(0);
  }
  // The longest page has its last parts at their places too, with nothing left for scripts to move.
  await page.getByRole("link", { name: "Tuin & Pot", exact: true }).first().press("Enter");
  await expect(page.getByRole("slider")).toBeVisible();
  await expect(page.getByText("orders in 30 days")).toBeVisible();
  await expect(page.locator('[id^="S:"], [aria-busy="true"]')).toHaveCount(0);
  await context.close();
});

test("a fix for other software is fetched when it is asked for, by an address of its own", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
  const page = await openAs("merchant");
  await expect(async () => {
    await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
    await expect(page.getByText("Other software", { exact: false }).first()).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByText("Other software", { exact: false }).first().click();
  await page.getByRole("link", { name: "HAProxy", exact: true }).first().click();
  await expect(page).toHaveURL(/\?fix=0\./);
  await expect(page.getByRole("heading", { level: 5, name: "HAProxy" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 5, name: "HAProxy" })).toBeVisible();
});

test("keys pressed before the scripts of the page have come do what they say when they have: down the list, what is searched for, the palette, and along the days", async ({
  openAs,
  query,
}) => {
  const { merchantId, integrationId } = await throttleAgain(query);
  const page = await openAs("merchant");
  const scripts = await holdScripts(page);
  scripts.hold();
  const address = `/m/${merchantId}/integrations`;
  await page.goto(address, { waitUntil: "commit" });
  const links = page.locator("main [data-row-link]");
  await expect(links.first()).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  scripts.release();
  await expect(links.nth(1)).toBeFocused({ timeout: 30_000 });

  scripts.hold();
  await page.goto(address, { waitUntil: "commit" });
  await expect(links.first()).toBeVisible();
  for (const key of ["j", "j", "k", "/"]) await page.keyboard.press(key);
  await page.keyboard.type("tuim");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("n");
  scripts.release();
  const search = page.getByLabel("Search shops");
  await expect(search).toHaveValue("tuin", { timeout: 30_000 });
  await expect(links).toHaveCount(1);
  await search.press("Backspace");
  await expect(search).toHaveValue("tui");

  scripts.hold();
  await page.goto(address, { waitUntil: "commit" });
  await expect(links.first()).toBeVisible();
  await page.keyboard.press("Control+k");
  // Of these c and r would be shortcuts of the list.
  await page.keyboard.type("crumb");
  scripts.release();
  await expect(page.getByRole("dialog").getByRole("combobox")).toHaveValue("crumb", { timeout: 30_000 });

  scripts.hold();
  await page.goto(`${address}/${integrationId}`, { waitUntil: "commit" });
  const days = page.getByRole("slider");
  await days.focus();
  await expect(days).toBeFocused();
  const top = await page.evaluate(() => scrollY);
  const last = Number(await days.getAttribute("aria-valuemax"));
  for (const key of ["ArrowLeft", "ArrowDown", "PageDown", "ArrowRight"]) await days.press(key);
  expect(await page.evaluate(() => scrollY), "keys of the chart do not scroll").toBe(top);
  scripts.release();
  await expect(days).toHaveAttribute("aria-valuenow", String(last - 8), { timeout: 30_000 });
  await days.press("Home");
  await expect(days).toHaveAttribute("aria-valuenow", "1");
});
