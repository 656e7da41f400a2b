import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What is wrong with the page as it stands: broken rules of WCAG 2.2 AA (by axe), content wider than the window, an element printed as text.
 * It waits for a title first: while the framework puts a new answer of the server in place, the document is without one for an instant.
 */
export async function findFaults(page: Page): Promise<string[]> {
  await expect(page).toHaveTitle(/\S/);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const { content, window, html } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: innerWidth,
    html: document.documentElement.outerHTML,
  }));
  return [
    ...violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`.slice(0, 220)),
    ...(content > window ? [`${content} px wide in a window of ${window} px`] : []),
    ...(html.includes("[object Object]") ? ["says [object Object]"] : []),
  ];
}
