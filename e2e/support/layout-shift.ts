import type { Page } from "@playwright/test";

/** Starting with the next page: how much of the window has moved by itself (Cumulative Layout Shift as one sum), and what moved. */
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
