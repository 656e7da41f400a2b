import fs from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import type axe from "axe-core";
import { waitForAnimations } from "@/e2e/support/wait-for-animations";
import { NAMESPACES } from "@/lib/i18n/namespaces";
import { root } from "@/scripts/dev/typescript.mjs";

const AXE = fs.readFileSync(path.join(root, "node_modules/axe-core/axe.min.js"), "utf8");

/** Placeholders of missing texts and of those that could not be formatted. */
const MESSAGE_KEY = `\\b(${NAMESPACES.join("|")})(\\.[a-z_]+){2,}\\b`;

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Violation {
  id: string;
  targets: string[];
}

/** Violations of axe's rules on the page itself: frames, such as a mail's, have no scripts and no axe. */
async function findViolations(page: Page, runOnly: axe.RunOnly, context?: string): Promise<Violation[]> {
  // Once per document: sending half a megabyte takes as long as the check itself.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  return page.evaluate(
    async ({ context, options }) => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(context ?? document, options);
      return violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target.join(" ")) }));
    },
    // findFaults waits for the title separately: while the framework renders a new response, there is briefly none.
    {
      context,
      options: {
        runOnly,
        rules: { "document-title": { enabled: false } },
        resultTypes: ["violations"],
        iframes: false,
      } satisfies axe.RunOptions,
    },
  );
}

/** Ignores small targets that a sticky bar covers at this scroll position, by checking each again in the middle of the window. */
async function uncovered(page: Page, violations: Violation[]): Promise<Violation[]> {
  const [tooSmall, others] = [violations.filter(({ id }) => id === "target-size"), violations.filter(({ id }) => id !== "target-size")];
  const place = await page.evaluate(() => scrollY);
  const still: Violation[] = [];
  for (const { id, targets } of tooSmall) {
    const left: string[] = [];
    for (const target of targets) {
      await page
        .locator(target)
        .first()
        .evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
      if ((await findViolations(page, { type: "rule", values: ["target-size"] }, target)).length > 0) left.push(target);
    }
    if (left.length > 0) still.push({ id, targets: left });
  }
  if (tooSmall.length > 0) await page.evaluate((y) => scrollTo({ top: y, behavior: "instant" }), place);
  return [...others, ...still];
}

/**
 * Faults in the page's content: wider than the window, an object printed as text, a message key, a live region that is hidden until it has
 * text (screen readers often miss those), a select too narrow for its choice.
 */
export async function findTextFaults(page: Page): Promise<string[]> {
  const { content, window, key, object, late, cut } = await page.evaluate((keyPattern) => {
    // biome-ignore lint/performance/useDomNodeTextContent: the visible text; scripts contain message keys
    const text = document.body.innerText;
    return {
      cut: [...document.querySelectorAll("select")].flatMap((select) => {
        const style = getComputedStyle(select);
        const drawn = document.createElement("canvas").getContext("2d");
        const words = select.selectedOptions[0]?.textContent ?? "";
        // A select as wide as a phone may truncate its text.
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
      key: new RegExp(keyPattern).exec(text)?.[0],
      object: document.documentElement.outerHTML.includes("[object Object]"),
    };
  }, MESSAGE_KEY);
  return [
    ...(content > window ? [`${content} px wide in a window of ${window} px`] : []),
    ...(key ? [`says ${key}`] : []),
    ...cut.map((words) => `a select has no room for ${words}`),
    ...(late > 0 ? [`${late} live regions are hidden until they have words`] : []),
    ...(object ? ["says [object Object]"] : []),
  ];
}

/** Faults of the current page: violations of WCAG 2.2 AA (by axe), and faults in its content. */
export async function findFaults(page: Page): Promise<string[]> {
  await expect(page).toHaveTitle(/\S/);
  await waitForAnimations(page);
  const violations = await uncovered(page, await findViolations(page, { type: "tag", values: RULES }));
  return [...violations.map(({ id, targets }) => `${id} at ${targets.join(" | ")}`.slice(0, 220)), ...(await findTextFaults(page))];
}
