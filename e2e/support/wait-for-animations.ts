import type { Page } from "@playwright/test";

/**
 * Waits a second at most for what fades in, or from one theme to the other: it has other colours for an instant, and what began before motion
 * was switched off goes on.
 * @returns how many still move: those that last longer, or never end
 */
export const waitForAnimations = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const list = document
      .getAnimations()
      .filter(({ timeline, effect }) => timeline instanceof DocumentTimeline && Number(effect?.getComputedTiming().duration) > 1);
    const short = list.filter(({ effect }) => Number(effect?.getComputedTiming().endTime) <= 1_000);
    const ended = Promise.allSettled(short.map((animation) => animation.finished));
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    return list.filter(({ playState }) => playState === "running").length;
  });
