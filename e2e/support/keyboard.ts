import { expect, type Locator, type Page } from "@playwright/test";

/** Maximum number of keystrokes to reach anything. */
const MAX_TABS = 90;

/** Tabs until `target` has the focus; every stop on the way must show the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return "body";
      // Its parts and their focus rings belong to the browser.
      if (focused.matches("input[type=date], input[type=datetime-local]")) return "shown";
      const rings = [getComputedStyle(focused), getComputedStyle(focused, "::before")];
      const shown = rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2);
      return shown ? "shown" : `${focused.tagName} ${focused.textContent?.slice(0, 40)} ${focused.className}`;
    });
    expect(["shown", "body"], `after ${tabs + 1} tabs the focus is not to be seen`).toContain(seen);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target} cannot be reached within ${MAX_TABS} strokes of Tab.`);
}
