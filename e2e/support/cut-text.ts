import type { Page } from "@playwright/test";

/**
 * What does not fit on the page: a page that is moved sideways, text that its box cuts off, text that leaves its box, and what is moved
 * sideways within the page of a narrow window. Tables and matrices may be, selects report the rest when they are opened, and what only screen readers
 * hear is not seen.
 */
export const findCutText = (page: Page): Promise<string[]> =>
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
      else if (/auto|scroll/.test(overflowX) && beside > 1 && innerWidth < 640 && !element.querySelector("table"))
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
