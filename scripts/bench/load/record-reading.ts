import { chromium, type Page, type Request } from "@playwright/test";
import { GO_ATTRIBUTE } from "@/components/ui/page-link";
import type { PageRequest } from "@/scripts/bench/load/ask-pages";
import { CHROMIUM_ARGUMENTS, findChromium } from "@/scripts/chromium.mjs";

const isAsked = (request: Request): boolean => request.headers()["rsc"] !== undefined;

/** The headers by which the server knows what the browser has already. */
const askedWith = (request: Request): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers()).filter(([name]) => name === "rsc" || name.startsWith("next-")));

/** A link of the product to `address`, pressed: not every page has one to the page that is next. */
function pressLink([address, attribute]: readonly [string, string]): void {
  const link = document.createElement("a");
  link.href = address;
  // Fetched when it is pressed, and not before.
  link.setAttribute(attribute, "late");
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * What a browser asks for when a reader goes from each page to the next, and from the last to the first: read in a real one, since it is Next's own
 * affair. @param cookie a signed-in reader's header
 */
export async function recordReading(url: string, cookie: string, pages: readonly PageRequest[]): Promise<PageRequest[]> {
  const { executablePath, env } = await findChromium();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS, env: { ...process.env, ...env } });
  try {
    const context = await browser.newContext({ baseURL: url, locale: "en" });
    const [name = "", ...value] = cookie.split("=");
    await context.addCookies([{ name, value: value.join("="), url }]);
    return await readOn(await context.newPage(), pages);
  } finally {
    await browser.close();
  }
}

async function readOn(page: Page, pages: readonly PageRequest[]): Promise<PageRequest[]> {
  const [first, ...others] = pages;
  if (!first) return [];
  // Its scripts listen for links from then on.
  await page.goto(first.path);
  await page.getByText("Live", { exact: true }).waitFor();
  const recorded: PageRequest[] = [];
  for (const next of [...others, first]) {
    const [request] = await Promise.all([page.waitForRequest(isAsked), page.evaluate(pressLink, [next.path, GO_ATTRIBUTE] as const)]);
    await page.waitForURL((address) => address.pathname + address.search === next.path);
    const { pathname, search } = new URL(request.url());
    recorded.push({ name: next.name, path: pathname + search, headers: askedWith(request) });
  }
  return pages.map(({ name }) => recorded.find((one) => one.name === name) as PageRequest);
}
