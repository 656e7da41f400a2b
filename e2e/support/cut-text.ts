import { expect, type Page } from "@playwright/test";
import { waitForAnimations } from "@/e2e/support/wait-for-animations";

/** Text spacing that a page must withstand by WCAG 1.4.12: https://www.w3.org/TR/WCAG22/#text-spacing */
const SPACED = `*, ::before, ::after { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`;

/**
 * Faults in the layout: a page that scrolls horizontally, text cut off by or overflowing its box, and horizontal scrolling within a narrow
 * page. Tables, matrices and rows of tabs may scroll, selects show the rest when opened, and text for screen readers is invisible.
 */
const findCutText = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words = (element: Element): string => `“${(element.textContent ?? "").trim().slice(0, 50)}”`;
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).clipPath === "none";
    const hides = (overflow: string): boolean => overflow === "hidden" || overflow === "clip";
    const faults: string[] = [];
    const wider = document.documentElement.scrollWidth - innerWidth;
    if (wider > 0) faults.push(`the page is ${wider} px too wide`);
    for (const element of document.querySelectorAll<HTMLElement>("body *:not(svg, svg *, select, option, input, textarea)")) {
      if (!element.textContent?.trim() || !isSeen(element) || element.clientWidth === 0) continue;
      const { overflowX, overflowY, display } = getComputedStyle(element);
      const [beside, below] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
      if ((hides(overflowX) && beside > 1) || (hides(overflowY) && below > 2)) faults.push(`${words(element)} is cut off`);
      else if (
        /auto|scroll/.test(overflowX) &&
        beside > 1 &&
        innerWidth < 640 &&
        !element.matches(".tab-row") &&
        !element.querySelector("table")
      )
        faults.push(`${words(element)} is moved sideways`);
      if (display.startsWith("inline") || element.closest("table")) continue;
      const { left, right } = element.getBoundingClientRect();
      for (const node of element.childNodes) {
        if (!(node instanceof Text) || !node.data.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        if (text.right > right + 2 || text.left < left - 2) faults.push(`“${node.data.trim().slice(0, 50)}” leaves its box`);
      }
    }
    return [...new Set(faults)];
  });

/**
 * Text cut off or scrolling at 320 px (WCAG 1.4.10: 1280 px by 1024 px at 400 %), and with the spacing of WCAG 1.4.12 at the other widths.
 * Expands everything on the page, so call it last.
 */
export async function findCutTextWhenNarrow(page: Page, spacedWidths: readonly number[]): Promise<string[]> {
  const faults: string[] = [];
  const look = async (name: string): Promise<void> => {
    let found: string[] = [];
    // The page is laid out again after its width has changed.
    await expect(async () => {
      found = await findCutText(page);
      expect(found).toEqual([]);
    })
      .toPass({ timeout: 3_000 })
      .catch(() => {});
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  };
  await page.setViewportSize({ width: 320, height: 256 });
  // Content that is not laid out or collapsed has no visible text.
  await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
  await page.evaluate(() => {
    for (const part of document.querySelectorAll("details")) part.open = true;
  });
  await look("320 px");
  await page.addStyleTag({ content: SPACED });
  for (const width of spacedWidths) {
    await page.setViewportSize({ width, height: 800 });
    await look(`spaced, ${width} px`);
  }
  return faults;
}

/** Whether the page exceeds its window, moves by itself, or cuts off a control or heading. */
async function findOverflow(page: Page): Promise<string[]> {
  const moving = await waitForAnimations(page);
  const found = await page.evaluate(() => {
    const wider = document.documentElement.scrollWidth - innerWidth;
    const cut = [...document.querySelectorAll<HTMLElement>("main button, main h1, main h2, main label")].filter(
      (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "hidden",
    );
    return [
      ...(wider > 0 ? [`${wider} px too wide`] : []),
      ...cut.map((element) => `"${(element.textContent ?? "").slice(0, 40)}" is cut off`),
    ];
  });
  return moving > 0 ? [`${moving} things move`, ...found] : found;
}

/** The browser's default font size. */
const USUAL_LETTERS = 16;

/** What does not fit at 200 % zoom and with twice the font size. */
export async function findOverflowWhenEnlarged(page: Page): Promise<string[]> {
  // 1280 px at 200 %.
  await page.setViewportSize({ width: 640, height: 400 });
  const faults = (await findOverflow(page)).map((fault) => `at 200 %: ${fault}`);
  await page.setViewportSize({ width: 1280, height: 800 });
  // Emulates the browser's font size setting, including its effect on media queries.
  const devtools = await page.context().newCDPSession(page);
  const setLetters = (standard: number) => devtools.send("Page.setFontSizes", { fontSizes: { standard } });
  await setLetters(2 * USUAL_LETTERS);
  await expect(page.locator("html")).toHaveCSS("font-size", `${2 * USUAL_LETTERS}px`);
  faults.push(...(await findOverflow(page)).map((fault) => `with letters twice as large: ${fault}`));
  await setLetters(USUAL_LETTERS);
  await devtools.detach();
  return faults;
}

/** Placeholders and unlabelled selects whose field is too narrow for the text. */
export async function findCutHints(page: Page): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page
    .locator("input[placeholder], main form select")
    .filter({ visible: true })
    .evaluateAll((fields: (HTMLInputElement | HTMLSelectElement)[]) =>
      fields.flatMap((field) => {
        const { fontWeight, fontSize, fontFamily, paddingLeft, paddingRight } = getComputedStyle(field);
        const font = `${fontWeight} ${fontSize} ${fontFamily}`;
        const measure = Object.assign(document.createElement("canvas").getContext("2d") ?? {}, { font }) as CanvasRenderingContext2D;
        const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
        // Filters in two columns are covered by the checks of every page.
        const words = "placeholder" in field ? [field.placeholder] : field.name === "" ? [...field.options].map(({ text }) => text) : [];
        return words.flatMap((one) => {
          const wide = measure.measureText(one).width;
          return wide > room ? [`no room for ${one} (${Math.ceil(wide)} of ${room})`] : [];
        });
      }),
    );
}
