import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import { startTestStack } from "@/e2e/support/test-stack";
import { measureInteractions } from "@/scripts/bench/interactions";
import { median, round } from "@/scripts/bench/measure";
import { openMeasuredPages } from "@/scripts/bench/measured-pages";
import { readBenchmarks, writeBenchmarks } from "@/scripts/bench/report";
import { LIMIT_BYTES, weighPage } from "@/scripts/bench/weigh-page";
import { CHROMIUM_ARGUMENTS, findChromium } from "@/scripts/dev/chromium.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// `npm run bench:pages`: Lighthouse (mobile profile), longest interaction and script size of a first visit, for signed-in pages of the
// built product at MOORING_URL, or of one started for this. Prints the results and stores them in docs/benchmarks.json.

const CATEGORIES = ["performance", "accessibility", "best-practices"] as const;
type Category = (typeof CATEGORIES)[number];
const GOALS = {
  scores: { performance: 90, accessibility: 100, "best-practices": 100 },
  layoutShift: 0.1,
  longestInteractionMs: 200,
  scriptBytes: LIMIT_BYTES,
};
/** The median run counts, since no machine is idle. */
const RUNS = 3;
/** On a busy machine Chromium may commit a page before it starts recording. The run is repeated, since this is not the page's fault. */
const STARTED_UNRECORDED = "NO_NAVSTART";
const TRIES = 5;

interface Rated {
  scores: Record<Category, number>;
  layoutShift: number;
  largestPaintMs: number;
  blockingMs: number;
  /** Ids of Lighthouse's other suggestions. */
  faults: string[];
}

async function rate(url: string, port: number, cookie: string, tries = TRIES): Promise<Rated> {
  const result = await lighthouse(url, {
    port,
    output: "json",
    logLevel: "error",
    onlyCategories: [...CATEGORIES],
    extraHeaders: { Cookie: cookie },
  });
  if (!result) throw new Error(`Lighthouse gave no result for ${url}.`);
  const { lhr } = result;
  if (lhr.runtimeError?.code === STARTED_UNRECORDED && tries > 1) return rate(url, port, cookie, tries - 1);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const number = (id: string): number => lhr.audits[id]?.numericValue ?? Number.NaN;
  const score = (category: Category): number => round((lhr.categories[category]?.score ?? 0) * 100);
  const weighed = (["accessibility", "best-practices"] as const).flatMap((category) => lhr.categories[category]?.auditRefs ?? []);
  return {
    scores: { performance: score("performance"), accessibility: score("accessibility"), "best-practices": score("best-practices") },
    layoutShift: round(number("cumulative-layout-shift"), 3),
    largestPaintMs: round(number("largest-contentful-paint")),
    blockingMs: round(number("total-blocking-time")),
    faults: weighed.filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1).map(({ id }) => id),
  };
}

const repeat = async <Value>(work: () => Promise<Value>): Promise<Value[]> => {
  const values: Value[] = [];
  for (let run = 0; run < RUNS; run += 1) values.push(await work());
  return values;
};

const running = process.env["MOORING_URL"];
const stack = running ? null : await startTestStack();
const baseURL = running ?? stack?.url ?? "";
const { executablePath, env } = await findChromium();
const debugPort = await findFreePort();
const browser = await chromium.launch({
  executablePath,
  args: [...CHROMIUM_ARGUMENTS, `--remote-debugging-port=${debugPort}`],
  env: { ...process.env, ...env } as Record<string, string>,
});

async function measurePage(name: string, address: string, state: Awaited<ReturnType<typeof openMeasuredPages>>["state"]) {
  const cookie = state.cookies.map((one) => `${one.name}=${one.value}`).join("; ");
  const rated = await repeat(() => rate(new URL(address, baseURL).href, debugPort, cookie));
  const [typical] = rated.toSorted((a, b) => a.scores.performance - b.scores.performance).slice(Math.floor(RUNS / 2));
  if (!typical) throw new Error("Lighthouse was not run.");
  const longestInteractionMs = median(await repeat(() => measureInteractions(browser, { baseURL, state, name, address })));
  // A new context, so that nothing is cached.
  const context = await browser.newContext({ baseURL, storageState: state });
  const weight = await weighPage(await context.newPage(), address);
  await context.close();
  return { ...typical, longestInteractionMs, ...weight };
}

const pages: Record<string, Awaited<ReturnType<typeof measurePage>>> = {};
try {
  const measured = await openMeasuredPages(browser, baseURL);
  for (const [name, address] of Object.entries(measured.pages)) pages[name] = await measurePage(name, address, measured.state);
} finally {
  await browser.close();
  await stack?.stop();
}
console.table(
  Object.fromEntries(
    Object.entries(pages).map(([name, { scores, faults, ...figures }]) => [name, { ...scores, ...figures, faults: faults.join(", ") }]),
  ),
);
const kept = { measuredOn: new Date().toISOString().slice(0, 10), goals: GOALS, pages };
writeBenchmarks({ ...readBenchmarks(), pages: kept });
const isReached = ({ scores, layoutShift, longestInteractionMs, scriptBytes }: (typeof pages)[string]): boolean =>
  CATEGORIES.every((category) => scores[category] >= GOALS.scores[category]) &&
  layoutShift < GOALS.layoutShift &&
  longestInteractionMs <= GOALS.longestInteractionMs &&
  scriptBytes <= GOALS.scriptBytes;
process.exit(Object.values(pages).every(isReached) ? 0 : 1);
