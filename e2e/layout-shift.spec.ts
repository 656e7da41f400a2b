import { watchLayoutShift } from "@/e2e/support/layout-shift";
import { expect, test } from "@/e2e/support/test";

// Complements the scenario of a list without matches (integrations-list.spec.ts).

test.use({ viewport: { width: 360, height: 740 } });

test("jumping to the end of a shop's page on a phone and scrolling back shifts nothing", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Theehuis Linde'");
  const page = await openAs("merchant");
  const shifted = await watchLayoutShift(page);
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}/history`);
  await expect(page.locator("#live-slot [role=status]")).toHaveText("Live");
  const timeline = page.locator("#timeline");
  const leap = (by: number) =>
    page.evaluate(async (distance) => {
      scrollBy(0, distance);
      // Content near the viewport is laid out in the next frames.
      for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
      return scrollY;
    }, by);
  await leap(1_000_000);
  await leap(1_000_000);
  await expect(timeline).toBeInViewport();
  while ((await leap(-500)) > 0);
  const { sum, moved } = await shifted();
  expect(sum, moved.join("\n")).toBeLessThan(0.02);
});

test("a countdown in a shop's state moves nothing on a phone", async ({ openAs, query }) => {
  const [shop] = await query("select id, merchant_id from integration where name = 'Tuin & Pot'");
  const page = await openAs("merchant");
  await page.goto(`/m/${shop?.["merchant_id"]}/integrations/${shop?.["id"]}`);
  const countdown = page.getByRole("region", { name: "State" }).locator("p", { hasText: "The hosting provider can fix this" });
  const button = page.getByRole("button", { name: "Refresh", exact: true }).first();
  await expect(countdown).toBeVisible();
  // Before hydration, a changed text would be a fault of the page.
  await expect(button).toBeEnabled();
  const before = await button.boundingBox();
  await countdown.evaluate((line) => line.replaceChildren("in 9 s"));
  expect(await button.boundingBox()).toEqual(before);
});

test("the phone's navigation bar appears only once it is complete", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  const bar = page.getByRole("navigation", { name: "Main navigation" }).locator("> ul").last();
  await expect(bar).toBeVisible();
  await bar
    .locator("> li")
    .last()
    .evaluate((last) => last.remove());
  await expect(bar).toBeHidden();
});

test("the bell keeps its place with and without the live dot on a phone, and reserves no room in a wide window", async ({ openAs }) => {
  const page = await openAs("merchant");
  await page.goto("/");
  await expect(page.locator("#live-slot [role=status]")).toHaveText("Live");
  const bell = page.locator("header a[href$='/notifications']");
  const followed = await bell.boundingBox();
  await page.goto(`${new URL(page.url()).pathname}/help`);
  expect(await bell.boundingBox()).toEqual(followed);
  await page.setViewportSize({ width: 1280, height: 800 });
  const [end, line] = [await bell.boundingBox(), await page.locator("header").first().boundingBox()];
  expect(1280 - ((end?.x ?? 0) + (end?.width ?? 0))).toBe(24);
  expect(line?.height).toBe(48);
});
