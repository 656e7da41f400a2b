import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { NAMESPACES } from "@/lib/i18n/namespaces";

/** Placeholders of texts that are missing or could not be formatted. */
const MESSAGE_KEY = new RegExp(`\\b(${NAMESPACES.join("|")})(\\.[a-z_]+){2,}\\b`);

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

type Violation = Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"][number];

/** Without targets that are too small only because a bar that stays in sight covers a part of them where the page is scrolled to: each is looked at again in the middle. */
async function uncovered(page: Page, violations: Violation[]): Promise<Violation[]> {
  const [tooSmall, others] = [violations.filter(({ id }) => id === "target-size"), violations.filter(({ id }) => id !== "target-size")];
  const place = await page.evaluate(() => scrollY);
  const still: Violation[] = [];
  for (const violation of tooSmall) {
    const nodes: Violation["nodes"] = [];
    for (const node of violation.nodes) {
      const selector = node.target.join(" ");
      await page
        .locator(selector)
        .first()
        .evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
      const { violations: again } = await new AxeBuilder({ page }).include(selector).withRules(["target-size"]).setLegacyMode().analyze();
      if (again.length > 0) nodes.push(node);
    }
    if (nodes.length > 0) still.push({ ...violation, nodes });
  }
  if (tooSmall.length > 0) await page.evaluate((y) => scrollTo({ top: y, behavior: "instant" }), place);
  return [...others, ...still];
}

/**
 * Faults of the current page: broken rules of WCAG 2.2 AA (by axe), content wider than the window, an element
 * printed as text, a message's key, a live region that will only come with its words (which screen readers then often do not report), a select that
 * has no room for what is chosen.
 * It waits for a title first: while the framework puts a new answer of the server in place, the document is without one for an instant.
 */
export async function findFaults(page: Page): Promise<string[]> {
  await expect(page).toHaveTitle(/\S/);
  // Within the page itself: what is in a frame of another origin is not ours, and a page of its own for each report takes as long as the rest.
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  const violations = await uncovered(page, found);
  const { content, window, html, text, late, cut } = await page.evaluate(() => ({
    cut: [...document.querySelectorAll("select")].flatMap((select) => {
      const style = getComputedStyle(select);
      const drawn = document.createElement("canvas").getContext("2d");
      const words = select.selectedOptions[0]?.textContent ?? "";
      // One that has all the room of a phone ends in an ellipsis.
      if (!drawn || select.clientWidth === 0 || select.clientWidth > innerWidth * 0.7) return [];
      drawn.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const room = select.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      return drawn.measureText(words).width > room ? [words] : [];
    }),
    late: [...document.querySelectorAll("[role=status]:empty, [aria-live]:empty")].filter(
      (region) => getComputedStyle(region).display === "none",
    ).length,
    content: document.documentElement.scrollWidth,
    window: innerWidth,
    html: document.documentElement.outerHTML,
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen; the text of scripts holds keys.
    text: document.body.innerText,
  }));
  return [
    ...violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`.slice(0, 220)),
    ...(content > window ? [`${content} px wide in a window of ${window} px`] : []),
    ...(MESSAGE_KEY.test(text) ? [`says ${MESSAGE_KEY.exec(text)?.[0]}`] : []),
    ...cut.map((words) => `a select has no room for ${words}`),
    ...(late > 0 ? [`${late} live regions are hidden until they have words`] : []),
    ...(html.includes("[object Object]") ? ["says [object Object]"] : []),
  ];
}
