import type { Browser } from "@playwright/test";
import { DEMO_PASSWORD } from "@/e2e/support/demo-password";
import { openDemoSession } from "@/scripts/dev/demo-session.mjs";

/** Signs in as the demo's merchant and returns the pages to measure. */
export async function openMeasuredPages(browser: Browser, baseURL: string) {
  const { state, merchantPath, shops } = await openDemoSession(browser, baseURL, DEMO_PASSWORD);
  const integrationPath = shops[0]?.path;
  if (!integrationPath) throw new Error("The demo's merchant has no integration to open.");
  const pages = {
    overview: merchantPath,
    integrations: `${merchantPath}/integrations`,
    integration: integrationPath,
    history: `${integrationPath}/history`,
    orders: `${merchantPath}/orders`,
  };
  return { state, pages };
}

export type MeasuredPage = keyof Awaited<ReturnType<typeof openMeasuredPages>>["pages"];
