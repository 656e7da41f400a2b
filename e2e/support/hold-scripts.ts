import type { Page } from "@playwright/test";

/** Delays the scripts of pages opened from then on (`hold`) until `release`. */
export async function holdScripts(page: Page) {
  const held: (() => void)[] = [];
  let holds = false;
  await page.route(/_next\/static\/.*\.js/, async (route) => {
    if (holds) await new Promise<void>((done) => held.push(done));
    await route.continue();
  });
  return {
    hold: (): void => {
      holds = true;
    },
    release: (): void => {
      holds = false;
      for (const goOn of held.splice(0)) goOn();
    },
  };
}
