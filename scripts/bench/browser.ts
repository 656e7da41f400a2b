import fs from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { startTestStack } from "@/e2e/support/test-stack";
import { openMeasuredPages } from "@/scripts/bench/measured-pages";
import { CHROMIUM_ARGUMENTS, findChromium } from "@/scripts/dev/chromium.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

interface Opened extends Awaited<ReturnType<typeof openMeasuredPages>> {
  browser: Browser;
  url: string;
  debugPort: number;
}

/** Measures each page of a signed-in demo in Chromium: of the product that runs at MOORING_URL, or else of one started for this. */
export async function measurePages<Figures>(measure: (name: string, address: string, opened: Opened) => Promise<Figures>) {
  const running = process.env["MOORING_URL"];
  const stack = running ? null : await startTestStack();
  const url = running ?? stack?.url ?? "";
  const { executablePath, env } = await findChromium();
  const debugPort = await findFreePort();
  const browser = await chromium.launch({
    executablePath,
    args: [...CHROMIUM_ARGUMENTS, `--remote-debugging-port=${debugPort}`],
    env: { ...process.env, ...env } as Record<string, string>,
  });
  try {
    const session = await openMeasuredPages(browser, url);
    const figures: Record<string, Figures> = {};
    for (const [name, address] of Object.entries(session.pages))
      figures[name] = await measure(name, address, { ...session, browser, url, debugPort });
    return figures;
  } finally {
    await browser.close();
    await stack?.stop();
  }
}

interface Conclusion<Figures> {
  goals: object;
  pages: Record<string, Figures>;
  /** A row of the table. */
  show: (figures: Figures) => object;
  reached: (figures: Figures) => boolean;
}

/** Keeps the figures in a file of docs/, prints them, and ends with 1 when a page misses a goal. */
export function conclude<Figures>(file: string, { goals, pages, show, reached }: Conclusion<Figures>): never {
  console.table(Object.fromEntries(Object.entries(pages).map(([name, figures]) => [name, show(figures)])));
  const kept = { measuredOn: new Date().toISOString().slice(0, 10), goals, pages };
  fs.writeFileSync(path.join(root, "docs", file), `${JSON.stringify(kept, null, 2)}\n`);
  process.exit(Object.values(pages).every(reached) ? 0 : 1);
}
