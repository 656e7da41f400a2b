import type { Browser, BrowserContextOptions, Page } from "@playwright/test";

/** What users do on each page; every step is a keystroke or a click. */
const STEPS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  overview: async (page) => {
    for (const key of ["Tab", "Tab", "j", "j", "k"]) await page.keyboard.press(key);
    const show = page.locator("main summary").last();
    if (await show.count()) await show.click();
  },
  integrations: async (page) => {
    for (const key of ["j", "j", "k", "/"]) await page.keyboard.press(key);
    await page.keyboard.type("thee", { delay: 60 });
    for (let count = 0; count < 4; count += 1) await page.keyboard.press("Backspace");
    await page.locator('main input[type="checkbox"]').nth(1).check();
  },
  integration: async (page) => {
    await page.locator('main nav a[href$="/diagnosis"]').click();
    await page.waitForURL(/\/diagnosis$/);
  },
  history: async (page) => {
    await page.getByRole("slider").first().focus();
    for (const key of ["ArrowLeft", "ArrowLeft", "Home", "End", "PageDown"]) await page.keyboard.press(key);
    await page.getByRole("slider").first().hover();
  },
  orders: async (page) => {
    await page.locator("main input").first().click();
    await page.keyboard.type("jans", { delay: 60 });
  },
};

/** CPU throttling: how much slower a phone is than the benchmark machine. */
const SLOWDOWN = 4;

interface Subject {
  baseURL: string;
  state: NonNullable<BrowserContextOptions["storageState"]>;
  name: string;
  address: string;
}

/** The longest interaction in milliseconds (as in INP) on a slow device with a narrow screen. */
export async function measureInteractions(browser: Browser, { baseURL, state, name, address }: Subject): Promise<number> {
  const context = await browser.newContext({ baseURL, storageState: state, viewport: { width: 412, height: 823 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { interactionId } = entry as PerformanceEventTiming;
        if (interactionId) longest.ms = Math.max(longest.ms, entry.duration);
      }
    }).observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  });
  await page.goto(address, { waitUntil: "load" });
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  await STEPS[name]?.(page);
  // An entry is reported only after the next frame has been painted.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
  const ms = await page.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms);
  await context.close();
  return Math.round(ms);
}
