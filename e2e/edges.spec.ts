import { findFaults, findTextFaults } from "@/e2e/support/faults";
import { expect, test, untilHydrated } from "@/e2e/support/test";

const NOWHERE = "0193a000-0000-7000-8000-00000000dead";

test("a page that does not exist answers with status 404 and links onward", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  const base = new URL(page.url()).pathname;
  for (const address of [
    `${base}/integrations/${NOWHERE}`,
    `${base}/orders/${NOWHERE}`,
    `${base}/integrations/x`,
    `/m/${NOWHERE}`,
    `${base}/nowhere`,
  ]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
  }
});

const NAMES = ['<img src=x onerror="document.title=1">{name} &amp; \u202Egnp.exe', "متجر الزهور ١٢٣ — shop of flowers", "W".repeat(80)];

test("a shop may have any name: it is shown as text, keeps its direction and breaks no layout", async ({ openAs, query }) => {
  test.setTimeout(120_000);
  const shops = await query(
    "select id, name, merchant_id from integration where name in ('Oud-Zuid Thee', 'Tuin & Pot', 'Theehuis Linde') order by name",
  );
  const base = `/m/${shops[0]?.["merchant_id"]}`;
  const rename = (id: unknown, name: unknown) => query("update integration set name = $2 where id = $1", [id, name]);
  const pages = new Map<string, readonly string[]>([
    [base, NAMES.slice(0, 1)],
    [`${base}/integrations`, NAMES],
  ]);
  try {
    for (const [index, { id }] of shops.entries()) {
      const name = NAMES[index] ?? "";
      await rename(id, name);
      const [order] = await query("select id from shop_order where integration_id = $1 limit 1", [id]);
      for (const place of [`/integrations/${id}`, `/orders/${order?.["id"]}`, `/support/new?integration=${id}`])
        pages.set(base + place, [name]);
    }
    const page = await openAs("merchant", { reducedMotion: "reduce" });
    for (const [address, names] of pages) {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(address);
      for (const name of names) await expect(page.locator("main bdi", { hasText: name.slice(0, 12) }).first()).toBeVisible();
      expect(await page.locator("img[src='x']").count()).toBe(0);
      expect(await findFaults(page), address).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 800 });
      expect(await findTextFaults(page), address).toEqual([]);
      const crumbs = page.getByRole("navigation", { name: "You are here" }).getByRole("list");
      expect((await crumbs.boundingBox())?.height, "the breadcrumb stays on one line").toBeLessThan(30);
    }
  } finally {
    for (const { id, name } of shops) await rename(id, name);
  }
});

test("orders without a name, in a right-to-left script, free, or worth millions in any currency stay in their columns", async ({
  openAs,
  query,
}) => {
  test.setTimeout(120_000);
  const newest = await query(
    "select o.* from shop_order o join integration i on i.id = o.integration_id where i.name = 'Tuin & Pot' order by placed_at desc limit 4",
  );
  const odd = [
    ["", "0", "EUR", "processing"],
    ["محمد عبد الرحمن", "12345678", "JPY", "awaiting-customs-clearance-documents"],
    ["👩‍👩‍👧‍👦 <b>Familie</b>", "12345678.901", "KWD", "completed"],
    ["W".repeat(90), "99999999.99", "CHF", "completed"],
  ];
  for (const [index, { id }] of newest.entries())
    await query(
      `update shop_order set customer_name = $2, total = $3::numeric, currency = $4, status = $5, customer_email = '', billing = '{}', shipping = '{}', lines = '[]' where id = $1`,
      [id, ...(odd[index] ?? [])],
    );
  const [order] = newest;
  const long = "2026-1000123";
  await query("update shop_order set number = $2, removed_at = now() where id = $1", [order?.["id"], long]);
  try {
    for (const look of [{ viewport: { width: 360, height: 740 }, locale: "de" }, { viewport: { width: 1280, height: 800 } }]) {
      const page = await openAs("merchant", look);
      await page.goto(`/m/${order?.["merchant_id"]}/orders?shop=${order?.["integration_id"]}`);
      await expect(page.locator("main li[data-row]").getByText(/12[.,]345[.,]678[.,]901/)).toBeVisible();
      expect(await findFaults(page)).toEqual([]);
      // A card has room for the number, whatever else it shows.
      const number = page.getByRole("link", { name: long });
      if (look.viewport.width === 360) expect(await number.evaluate((link) => link.scrollWidth - link.clientWidth)).toBe(0);
      const overlapping = await page.evaluate(() =>
        [...document.querySelectorAll("main li[data-row]")].flatMap((row) => {
          const parts = [...row.querySelectorAll(":scope > *, :scope > span > span")].map((part) => ({
            part,
            box: part.getBoundingClientRect(),
          }));
          return parts.flatMap(({ part, box }) =>
            parts
              .filter(({ part: other }) => !part.contains(other) && !other.contains(part))
              .filter(
                ({ box: it }) =>
                  box.width > 0 &&
                  it.width > 0 &&
                  box.left < it.left &&
                  box.right > it.left + 1 &&
                  box.top < it.bottom - 1 &&
                  it.top < box.bottom - 1,
              )
              .map(({ part: other }) => `${part.textContent} over ${other.textContent}`),
          );
        }),
      );
      expect(overlapping).toEqual([]);
      for (const { id } of look.viewport.width === 360 ? newest : []) {
        await page.goto(`/m/${order?.["merchant_id"]}/orders/${id}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect(await findFaults(page)).toEqual([]);
      }
      await page.close();
    }
  } finally {
    await query("update shop_order set number = $2, removed_at = $3 where id = $1", [
      order?.["id"],
      order?.["number"],
      order?.["removed_at"],
    ]);
    for (const was of newest)
      await query(
        "update shop_order set customer_name = $2, total = $3, currency = $4, status = $5, customer_email = $6, billing = $7, shipping = $8, lines = $9 where id = $1",
        [
          ...[was["id"], was["customer_name"], was["total"], was["currency"], was["status"], was["customer_email"]],
          ...[was["billing"], was["shipping"], was["lines"]].map((value) => JSON.stringify(value)),
        ],
      );
  }
});

test("five-digit numbers fit on a phone, and pages work at 200 % zoom and with reduced motion", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  // 360 px at 200 %: the reflow that WCAG requires.
  const page = await openAs("merchant", { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, reducedMotion: "reduce" });
  await query(
    "update sync_run set created = 54321, updated = 12345, shop_count = 98765, our_count = 98765 where id = (select id from sync_run where integration_id = $1 and status = 'succeeded' order by requested_at desc limit 1)",
    [shop?.["id"]],
  );
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
  await expect(page.getByText("98,765").first()).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  // German has the longest words.
  await page.context().addCookies([{ name: "mooring-locale", value: "de", url: page.url() }]);
  await page.reload();
  await expect(page.getByText("98.765").first()).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  const moving = await page.evaluate(
    () => document.getAnimations().filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1).length,
  );
  expect(moving).toBe(0);
});

test("a page shows when the network is lost and when it returns", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await untilHydrated(page);
  await page.context().setOffline(true);
  await expect(page.getByText("No connection.")).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});

test("the dot between two parts of a line shows between them and never at the start of a line", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
  const page = await openAs("merchant", { viewport: { width: 360, height: 740 }, locale: "de-DE" });
  const seen = { beginning: 0, between: 0 };
  for (const place of ["", `/integrations/${shop?.["id"]}`]) {
    await page.goto(`/m/${shop?.["merchant_id"]}${place}`);
    await page.locator(".parts").first().waitFor();
    const dots = await page.evaluate(() =>
      [...document.querySelectorAll(".parts > * > i")].flatMap((dot) => {
        const line = dot.closest(".parts")?.getBoundingClientRect();
        const part = dot.parentElement?.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(dot);
        const glyph = range.getBoundingClientRect();
        return line && part && glyph.width > 0 ? [{ begins: part.left - line.left < 8, cut: glyph.right <= line.left + 1 }] : [];
      }),
    );
    expect(dots.filter(({ begins, cut }) => begins !== cut)).toEqual([]);
    seen.beginning += dots.filter(({ begins }) => begins).length;
    seen.between += dots.filter(({ begins }) => !begins).length;
  }
  expect(seen.beginning).toBeGreaterThan(0);
  expect(seen.between).toBeGreaterThan(0);
});
