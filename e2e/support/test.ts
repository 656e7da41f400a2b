import { type Browser, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import pg from "pg";
import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { startTestStack, type TestStack } from "@/e2e/support/test-stack";
import { DEMO_SIGN_INS } from "@/scripts/dev/demo-sign-ins.mjs";

export type Who = keyof typeof DEMO_SIGN_INS;
type Session = Awaited<ReturnType<Awaited<ReturnType<Browser["newContext"]>>["storageState"]>>;

interface Fixtures {
  /** Opens a page in which the user is signed in; options as for a browser context (viewport, locale, colorScheme …). */
  openAs: (who: Who, options?: BrowserContextOptions) => Promise<Page>;
}

export interface WorkerFixtures {
  /** Environment variables of the product, set by the project (playwright.config.ts). */
  environment: Record<string, string>;
  /** The whole product with a fresh demo: one per Playwright worker, shared by the files that it runs. */
  product: TestStack;
  /** Signs each user in once through the form, and keeps the session. */
  sessionOf: (who: Who) => Promise<Session>;
  /** URL prefix of the demo merchant's pages. */
  merchantPath: string;
  /** Reads or prepares rows directly, as the database's superuser. */
  query: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
}

const START_MS = 300_000;

/** Sets the language cookie of a browser. */
export const chooseLanguage = (page: Page, { url }: Pick<TestStack, "url">, locale: string): Promise<void> =>
  page.context().addCookies([{ name: "mooring-locale", value: locale, url }]);

export async function signIn(page: Page, who: Who, password: string = DEMO_PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill(DEMO_SIGN_INS[who].email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form:has(input[name="email"]) button[type="submit"]').click();
}

/** Waits for hydration: before it, keys and clicks are lost, and buttons that need scripts are disabled. */
export async function untilHydrated(page: Page): Promise<void> {
  const menus = page.locator('button[aria-haspopup="menu"]');
  await expect(menus.and(page.locator(":enabled"))).not.toHaveCount(0);
  await expect(menus.and(page.locator(":disabled"))).toHaveCount(0);
}

const DEADLOCK = "40P01";

/** Retries deadlocks with the worker, after which PostgreSQL rolls back one of the two. */
async function askAgain<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== DEADLOCK) throw error;
    }
  }
}

/** Every scenario uses this `test`: it provides the product and signed-in users, and fails if a page had a script error. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  environment: [{}, { option: true, scope: "worker" }],

  product: [
    async ({ environment }, use) => {
      const stack = await startTestStack(environment);
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: START_MS },
  ],

  baseURL: ({ product }, use) => use(product.url),

  sessionOf: [
    async ({ browser, product }, use) => {
      const sessions = new Map<Who, Promise<Session>>();
      const open = async (who: Who): Promise<Session> => {
        const context = await browser.newContext({ baseURL: product.url });
        const page = await context.newPage();
        await signIn(page, who);
        await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
        const session = await context.storageState();
        await context.close();
        return session;
      };
      await use((who) => {
        const known = sessions.get(who) ?? open(who);
        sessions.set(who, known);
        return known;
      });
    },
    { scope: "worker" },
  ],

  query: [
    async ({ product }, use) => {
      const client = new pg.Client({ connectionString: product.databaseUrl });
      await client.connect();
      await use(async (text, values = []) => (await askAgain(() => client.query(text, values))).rows);
      await client.end();
    },
    { scope: "worker" },
  ],

  merchantPath: [
    async ({ query }, use) => {
      const [merchant] = await query("select id from merchant where name = 'Noordzee Handel B.V.'");
      await use(`/m/${merchant?.["id"]}`);
    },
    { scope: "worker" },
  ],

  openAs: async ({ browser, product, locale, timezoneId, viewport, sessionOf, query }, use) => {
    const contexts: Awaited<ReturnType<Browser["newContext"]>>[] = [];
    const scriptErrors: string[] = [];
    await use(async (who, options = {}) => {
      const known = { baseURL: product.url, storageState: await sessionOf(who), viewport };
      // Files share the sign-in, which counts as a proof of identity for ten minutes only.
      const own = "(select id from person where email = $1)";
      await query(`update session set proven_at = now() where person_id = ${own}`, [DEMO_SIGN_INS[who].email]);
      const context = await browser.newContext({
        ...known,
        ...(locale ? { locale } : {}),
        ...(timezoneId ? { timezoneId } : {}),
        ...options,
      });
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => scriptErrors.push(error.message));
      // Only messages of scripts. Those of the browser may be part of the scenario: a 404, a lost network, a mail without scripts.
      page.on("console", (message) => {
        const byBrowser = /^(Failed to load resource|Blocked script execution in 'about:srcdoc')/.test(message.text());
        if (message.type() === "error" && !byBrowser) scriptErrors.push(message.text());
      });
      return page;
    });
    for (const context of contexts) await context.close();
    expect(scriptErrors, "errors of scripts in the pages").toEqual([]);
  },
});

export { expect } from "@playwright/test";
