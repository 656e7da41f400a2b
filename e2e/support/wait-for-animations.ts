import type { Page } from "@playwright/test";

/**
 * Waits at most a second for fades and theme transitions, during which colours differ. Animations that began before motion was switched off
 * continue.
 * @returns the number of animations still running, since they take longer or never end
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
