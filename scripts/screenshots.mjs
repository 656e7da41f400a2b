// `npm run screenshots`: takes the screenshots of README and docs from the running demo into docs/images, and follows docs/tour.md for its
// own. Needs `npm start` in another terminal (MOORING_URL, default http://localhost:3000).
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bootstrap } from "./dev/bootstrap.mjs";
import { CHROMIUM_ARGUMENTS, findChromium } from "./dev/chromium.mjs";
import { readOrDrawDemoPassword } from "./dev/demo-password.mjs";
import { openDemoSession } from "./dev/demo-session.mjs";
import { Sentence, step, stopWith } from "./dev/progress.mjs";
import { root } from "./dev/typescript.mjs";

const URL_OF_DEMO = process.env.MOORING_URL ?? "http://localhost:3000";
const FOLDER = path.join(root, "docs/images");
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 780 } };

/** Screenshots in README and docs: page, language, theme, window. `--all` takes every page in every variant. */
const SHOWN = [
  ["shops", "en", "light", "desktop"],
  ["throttled", "en", "light", "desktop"],
  ["blocked", "de", "dark", "phone"],
  ["overview", "en", "light", "desktop"],
  ["overview", "de", "dark", "phone"],
];
const LANGUAGES = ["en", "de"];
const THEMES = ["light", "dark"];

async function open(browser, { state, language, theme, viewport }) {
  const context = await browser.newContext({ baseURL: URL_OF_DEMO, storageState: state, viewport, colorScheme: theme, locale: language });
  await context.addCookies([{ name: "mooring-locale", value: language, url: URL_OF_DEMO }]);
  return context.newPage();
}

/** Consecutive screenshots that must be identical, and their interval: parts of a page load after its scripts. */
const STILL = { pictures: 3, apartMs: 300, tries: 40 };

/** Waits until everything is rendered, nothing is loading, and a live page is connected. */
async function show(page, address) {
  await page.goto(address);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.readyState === "complete" && !document.querySelector('template[id^="B:"], template[id^="P:"]'));
  await page.locator('main [aria-busy="true"]:not(button)').first().waitFor({ state: "detached" });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.locator("[role=status] > .border-healthy").first().waitFor();
}

/** Writes a screenshot of the page once it no longer changes. */
async function takeStill(page, name) {
  const pictures = [];
  for (let count = 0; count < STILL.tries; count += 1) {
    pictures.push(await page.screenshot({ animations: "disabled" }));
    const last = pictures.slice(-STILL.pictures);
    if (last.length === STILL.pictures && last.every((picture) => picture.equals(last[0]))) return writePicture(page, name);
    await delay(STILL.apartMs);
  }
  throw new Sentence("The page goes on changing: nothing that keeps still can be photographed.");
}

/** As WebP, which Playwright does not support, at a third of PNG's size. */
async function writePicture(page, name) {
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  await browser.detach();
  fs.writeFileSync(path.join(FOLDER, `${name}.webp`), Buffer.from(data, "base64"));
}

const MINUTE_MS = 60_000;

/** Follows docs/tour.md, takes its screenshots, and restores the server's rule. */
async function takeTour(browser, { state, address }) {
  const page = await open(browser, { state, language: "en", theme: "light", viewport: { width: 1280, height: 900 } });
  const click = (name) => page.getByRole("button", { name, exact: true }).first().click({ timeout: MINUTE_MS });
  const awaitSteps = (done) => page.getByRole("complementary").getByText(`${done} of 3 steps done`).waitFor({ timeout: MINUTE_MS });
  await show(page, address);
  await awaitSteps(1);
  await takeStill(page, "tour-1-blocked");
  await show(page, `${address}/diagnosis`);
  const fix = await page.getByRole("tabpanel").locator("pre code").filter({ hasText: "127" }).first().textContent();
  await takeStill(page, "tour-2-proof");
  const [host] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Open hosting panel" }).click()]);
  await host.getByLabel("Configuration").fill(fix ?? "");
  await host.getByLabel("Configuration").evaluate((field) => field.scrollTo(0, 0));
  await takeStill(host, "tour-3-host");
  await host.getByRole("button", { name: "Apply" }).click();
  await host.getByRole("status").waitFor();
  await click("Test again");
  await page.getByRole("button", { name: "Test again" }).waitFor({ state: "detached", timeout: MINUTE_MS });
  await show(page, address);
  await awaitSteps(3);
  await takeStill(page, "tour-4-orders");
  await host.getByRole("button", { name: "Undo last change" }).click();
  await click("Check now");
  await awaitSteps(1);
  await page.context().close();
}

async function main() {
  await bootstrap();
  const answer = await fetch(URL_OF_DEMO, { redirect: "manual" }).catch(() => null);
  if (!answer) throw new Sentence(`Nothing answers at ${URL_OF_DEMO}: run npm start first, or set MOORING_URL.`);
  const { chromium } = await import("@playwright/test");
  const { executablePath, env } = await findChromium();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS, env: { ...process.env, ...env } });
  try {
    fs.mkdirSync(FOLDER, { recursive: true });
    const { password } = readOrDrawDemoPassword(path.join(root, ".data/start"), process.env);
    const { state, merchantPath, shops } = await openDemoSession(browser, URL_OF_DEMO, password);
    const shopPath = (name) => shops.find(({ text }) => text.includes(name))?.path;
    const pages = {
      overview: merchantPath,
      shops: `${merchantPath}/integrations`,
      throttled: shopPath("Fietsen Vandaag"),
      blocked: shopPath("Tuin & Pot"),
      orders: `${merchantPath}/orders`,
    };
    const all = LANGUAGES.flatMap((language) =>
      THEMES.flatMap((theme) => Object.keys(SIZES).flatMap((size) => Object.keys(pages).map((name) => [name, language, theme, size]))),
    );
    for (const [name, language, theme, size] of process.argv.includes("--all") ? all : SHOWN) {
      const address = pages[name];
      if (!address) throw new Sentence(`The demo has no page "${name}": delete .data/start and run npm start again.`);
      await step(`${name}, ${language}, ${theme}, ${size}`, async () => {
        const page = await open(browser, { state, language, theme, viewport: SIZES[size] });
        await show(page, address);
        await takeStill(page, `${name}-${language}-${theme}-${size}`);
        await page.context().close();
      });
    }
    await step("the tour", () => takeTour(browser, { state, address: pages.blocked }));
  } finally {
    await browser.close();
  }
}

try {
  await main();
} catch (error) {
  stopWith(error);
}
