import type { Page } from "@playwright/test";

/** From the next page on: how much of the window moved by itself so far (Cumulative Layout Shift, all of it in one sum), and what moved. */
export async function watchLayoutShift(page: Page): Promise<() => Promise<{ sum: number; moved: string[] }>> {
  await page.addInitScript(() => {
    const seen = { sum: 0, moved: [] as string[] };
    Object.assign(globalThis, { layoutShift: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        seen.sum += entry.value;
        for (const { node, previousRect, currentRect } of entry.sources)
          seen.moved.push(`${entry.value.toFixed(4)} ${node?.textContent?.slice(0, 60)}: ${previousRect.y} to ${currentRect.y}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { layoutShift: { sum: number; moved: string[] } }).layoutShift);
}
