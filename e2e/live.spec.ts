import { expect, test } from "@/e2e/support/test";

const RENAME = "update integration set name = $2 where id = $1";
const TELL =
  "select pg_notify('mooring_live', json_build_object('kind', 'integration', 'merchantId', merchant_id, 'integrationId', id)::text) from integration where id = $1";

test("a page that loses the network says so, reconnects by itself, and shows missed events exactly once", async ({
  merchantPath,
  openAs,
  query,
}) => {
  const idOf = async (name: string) => String((await query("select id from integration where name = $1", [name]))[0]?.["id"]);
  const ownPage = await idOf("Theehuis Linde");
  const page = await openAs("merchant");
  // The overview lists shops that need attention.
  for (const [path, name] of [
    ["", "De kleine Zeilboot"],
    ["/integrations", "Theehuis Linde"],
    [`/integrations/${ownPage}`, "Theehuis Linde"],
  ] as const)
    await test.step(path === "" ? "overview" : path, async () => {
      const id = await idOf(name);
      await page.goto(`${merchantPath}${path}`);
      await expect(page.getByText("Live", { exact: true })).toBeVisible();
      await page.context().setOffline(true);
      await expect(page.getByText("No connection.")).toBeVisible();
      await expect(page.getByText("Reconnecting")).toBeVisible();
      // Sent while no client listened, then again: the row appears once, in its current state.
      await query(RENAME, [id, "Renamed meanwhile"]);
      await query(TELL, [id]);
      await page.context().setOffline(false);
      await expect(page.getByText("No connection.")).toBeHidden();
      await expect(page.getByText("Live", { exact: true })).toBeVisible();
      await expect(page.getByText("Renamed meanwhile").first()).toBeVisible();
      await query(RENAME, [id, "Renamed again"]);
      await query(TELL, [id]);
      await query(TELL, [id]);
      await expect(page.getByText("Renamed again").first()).toBeVisible();
      await expect(page.getByText("Renamed meanwhile")).toHaveCount(0);
      if (path !== `/integrations/${id}`) await expect(page.locator(`[data-row="${id}"]`)).toHaveCount(1);
      await query(RENAME, [id, name]);
      await query(TELL, [id]);
      await expect(page.getByText("Renamed again")).toHaveCount(0);
    });
});

test("a page without live updates shows the age of its data", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.clock.install();
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText("Reconnecting")).toBeVisible();
  await page.clock.fastForward("02:10");
  await expect(page.getByText("Last update 2 minutes ago")).toBeVisible();
});

test("a live update keeps scroll position and selection, and changes the row in place", async ({ merchantPath, openAs, query }) => {
  const page = await openAs("merchant");
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.goto(`${merchantPath}/integrations?sort=name`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const last = page.locator("[data-row]").last();
  await last.scrollIntoViewIfNeeded();
  await last.getByRole("checkbox").check();
  const id = String(await last.getAttribute("data-row"));
  const [known] = await query("select name from integration where id = $1", [id]);
  const before = await last.boundingBox();
  await query(RENAME, [id, "AAA comes first by name"]);
  await query(TELL, [id]);
  await expect(last).toContainText("AAA comes first by name");
  await expect(last.getByRole("checkbox")).toBeChecked();
  expect((await last.boundingBox())?.y).toBe(before?.y);
  await query(RENAME, [id, known?.["name"]]);
});

test("the orders list is live: a row changes in place, and new orders are announced and shown on request, including those missed while offline", async ({
  merchantPath,
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await page.goto(`${merchantPath}/orders`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const rows = page.locator("[data-row]");
  const ids = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-row")));
  const before = await ids();
  const [third] = await query("select integration_id, merchant_id, status from shop_order where id = $1", [before[2]]);
  const shop = third?.["integration_id"];
  const copy = (placed: string) =>
    query(
      `insert into shop_order select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'external_id', gen_random_uuid(),
         'number', $2::text, 'placed_at', now() + interval '1 minute'))).* from shop_order o where id = $1 returning id`,
      [before[2], placed],
    );
  const place = await rows.nth(2).boundingBox();
  await query("update shop_order set status = 'story-status' where id = $1", [before[2]]);
  await query(TELL, [shop]);
  await expect(rows.nth(2)).toContainText("story-status");

  await page.context().setOffline(true);
  await expect(page.getByText("Reconnecting")).toBeVisible();
  const made = [...(await copy("STORY-1")), ...(await copy("STORY-2"))].map(({ id }) => id);
  await query(TELL, [shop]);
  await page.context().setOffline(false);
  const show = page.getByRole("button", { name: "2 new orders – show" });
  await expect(show).toBeVisible();
  await query(TELL, [shop]);
  expect(await ids()).toEqual(before);
  await expect(page.getByText("STORY-1")).toHaveCount(0);
  expect((await rows.nth(2).boundingBox())?.y).toBe(place?.y);

  await show.click();
  await expect(page.getByText("STORY-1")).toBeVisible();
  await expect(page.getByText("STORY-2")).toBeVisible();
  await expect(show).toHaveCount(0);
  expect(new Set((await ids()).slice(0, 2))).toEqual(new Set(made));
  await query("delete from shop_order where id = any($1)", [made]);
  await query("update shop_order set status = $2 where id = $1", [before[2], third?.["status"]]);
});

test("incidents and notifications are live: one that ends changes in place, and a new one is announced", async ({ openAs, query }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  const base = page.url();
  const merchantId = base.split("/").at(-1);
  await page.goto(`${base}/incidents`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const [shop] = await query("select id from integration where merchant_id = $1 and name = 'Theehuis Linde'", [merchantId]);
  const shopId = shop?.["id"];
  const count = await page.locator("[data-row]").count();
  const [began] = await query(
    `insert into incident (id, merchant_id, integration_id, opened_at, facts)
     values (gen_random_uuid(), $1, $2, now(), '{"quietSince":null,"goodObservations":0,"cameBack":0,"causes":[],"asked":null,
       "told":{"state":null,"at":[]},"lanes":{"tracking_out":null,"orders_in":{"state":"action_needed","failingSince":"2026-01-01T00:00:00Z","reason":{"code":"none"}}}}')
     returning id`,
    [merchantId, shopId],
  );
  await query(TELL, [shop?.["id"]]);
  await expect(page.getByRole("button", { name: "1 new incident – show" })).toBeVisible();
  await expect(page.locator("[data-row]")).toHaveCount(count);
  await page.getByRole("button", { name: "1 new incident – show" }).click();
  const row = page.locator(`[data-row="${began?.["id"]}"]`);
  await expect(row).toContainText("Theehuis Linde");
  const place = await row.boundingBox();
  await query("update incident set closed_at = now() where id = $1", [began?.["id"]]);
  await query(TELL, [shop?.["id"]]);
  await expect(row.locator(".animate-tint")).toHaveCount(1);
  await expect(row).toHaveCount(1);
  expect((await row.boundingBox())?.y).toBe(place?.y);
  await query("delete from incident where id = $1", [began?.["id"]]);

  const note = async (): Promise<unknown> => {
    const [made] = await query(
      "insert into notification (id, merchant_id, integration_id, kind, params) values (gen_random_uuid(), $1, $2, 'recovered', '{}') returning id",
      [merchantId, shopId],
    );
    return made?.["id"];
  };
  const notes = [await note()];
  await page.goto(`${base}/notifications`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  notes.push(await note());
  await query("select pg_notify('mooring_live', json_build_object('kind', 'note', 'merchantId', $1::text)::text)", [merchantId]);
  await expect(page.getByRole("button", { name: "1 new notification – show" })).toBeVisible();
  await query("delete from notification where id = any($1)", [notes]);
});

test("a page receives live updates whatever the previous one had received, and the bell counts on the list of shops too", async ({
  openAs,
  query,
}) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await page.waitForURL(/\/m\/[^/]+$/);
  const merchantId = page.url().split("/").at(-1);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const [shop] = await query("select id from integration where merchant_id = $1 limit 1", [merchantId]);
  const bell = page.getByRole("link", { name: /notification/i }).first();
  const made: unknown[] = [];
  const note = async (): Promise<void> => {
    const [row] = await query(
      "insert into notification (id, merchant_id, integration_id, kind, params) values (gen_random_uuid(), $1, $2, 'recovered', '{}') returning id",
      [merchantId, shop?.["id"]],
    );
    made.push(row?.["id"]);
    await query("select pg_notify('mooring_live', json_build_object('kind', 'note', 'merchantId', $1::text)::text)", [merchantId]);
  };
  const count = async (): Promise<number> => Number(/\d+/.exec((await bell.textContent()) ?? "")?.[0] ?? 0);
  const before = await count();
  for (const seen of [1, 2, 3]) {
    await note();
    await expect.poll(count).toBe(before + seen);
  }
  // Client-side navigation keeps the browser's store.
  await page.getByRole("link", { name: "Shops", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Shops" })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await note();
  await expect.poll(count).toBe(before + 4);
  // The list of orders stays unchanged.
  await page.getByRole("link", { name: "Orders", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const rows = page.locator("[data-row]");
  const first = await rows.first().getAttribute("data-row");
  const [copy] = await query(
    `insert into shop_order select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'external_id', gen_random_uuid(),
       'number', 'STORY-BELL', 'placed_at', now() + interval '1 minute'))).* from shop_order o where id = $1 returning id`,
    [first],
  );
  await note();
  await expect.poll(count).toBe(before + 5);
  await expect(page.getByRole("button", { name: "1 new order – show" })).toBeVisible();
  expect(await rows.first().getAttribute("data-row")).toBe(first);
  await page.getByRole("button", { name: "1 new order – show" }).click();
  await expect(rows.first()).toContainText("STORY-BELL");
  await query("delete from shop_order where id = $1", [copy?.["id"]]);
  await query("delete from notification where id = any($1)", [made]);
});

test("a page of an earlier build keeps typed input and says so, and reloads where nothing was typed", async ({ openAs, query }) => {
  const [order] = await query(
    "select o.merchant_id, o.id from shop_order o join integration i on i.id = o.integration_id where i.name = 'Theehuis Linde' and o.removed_at is null order by o.placed_at desc limit 1",
  );
  const page = await openAs("merchant");
  const readAnew: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["rsc"] && request.url().includes(String(order?.["id"]))) readAnew.push(request.url());
  });
  /** Simulates a new build on the server that sends a re-render event. */
  const deploy = async (): Promise<void> => {
    await page.route("**/api/events?*", (route) =>
      route.fulfill({
        contentType: "text/event-stream",
        body: 'retry: 60000\nevent: build\ndata: "another"\n\nevent: ping\ndata: {}\n\nevent: news\ndata: {"kind":"page"}\n\n',
      }),
    );
    await page.context().setOffline(true);
    // Forget re-renders caused by real events before.
    readAnew.splice(0);
    await page.context().setOffline(false);
  };
  const open = async (): Promise<void> => {
    await page.unrouteAll();
    await page.goto(`/m/${order?.["merchant_id"]}/orders/${order?.["id"]}`);
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
  };
  await open();
  const number = page.getByLabel("Tracking number");
  await number.fill("3SHALFTYPED");
  await deploy();
  await expect(page.getByText("Mooring was updated.")).toBeVisible();
  await expect(number).toHaveValue("3SHALFTYPED");
  expect(readAnew).toEqual([]);
  await page.getByRole("link", { name: "Reload" }).click();
  await expect(number).toHaveValue("");
  await expect(page.getByText("Mooring was updated.")).toHaveCount(0);

  await open();
  await deploy();
  await expect.poll(() => readAnew.length).toBeGreaterThan(0);
  await expect(page.getByText("Mooring was updated.")).toHaveCount(0);
});
