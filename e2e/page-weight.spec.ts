import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import zlib from "node:zlib";
import { expect, test } from "@/e2e/support/test";
import { openDemoSession } from "@/scripts/bench/demo-session";
import { LIMIT_BYTES, weighPage } from "@/scripts/bench/weigh-page";

const build = path.join(import.meta.dirname, "../.next");
/** The server leaves smaller files as they are. */
const COMPRESSED_FROM = 1024;

const readJson = (file: string) => JSON.parse(fs.readFileSync(path.join(build, file), "utf8")) as { rootMainFiles: string[] };

/** Scripts that the built document of a page names: those of every page, of its layouts and of its own components. */
function scriptsOf(manifest: string): string[] {
  const context = { globalThis: {} as { __RSC_MANIFEST?: Record<string, { entryJSFiles: Record<string, string[]> }> } };
  vm.runInNewContext(fs.readFileSync(path.join(build, "server/app", manifest), "utf8"), context);
  const [page] = Object.values(context.globalThis.__RSC_MANIFEST ?? {});
  const own = path.join("server/app", manifest.replace("_client-reference-manifest.js", ""), "build-manifest.json");
  const shared = fs.existsSync(path.join(build, own)) ? readJson(own).rootMainFiles : [];
  return [
    ...new Set([
      ...(shared.length > 0 ? shared : readJson("build-manifest.json").rootMainFiles),
      ...Object.values(page?.entryJSFiles ?? {}).flat(),
    ]),
  ];
}

function bytesOf(script: string): number {
  const text = fs.readFileSync(path.join(build, script));
  return text.length < COMPRESSED_FROM ? text.length : zlib.gzipSync(text).length;
}

test("no page of the product names more than 150 kB of scripts", () => {
  const manifests = fs
    .readdirSync(path.join(build, "server/app"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page_client-reference-manifest.js"));
  expect(manifests.length).toBeGreaterThan(30);
  const weights = manifests.map((manifest) => ({
    page: manifest.replace("/page_client-reference-manifest.js", ""),
    bytes: scriptsOf(manifest).reduce((sum, script) => sum + bytesOf(script), 0),
  }));
  expect(Math.min(...weights.map(({ bytes }) => bytes))).toBeGreaterThan(50_000);
  expect(weights.filter(({ bytes }) => bytes > LIMIT_BYTES)).toEqual([]);
});

test("the pages that are opened most fetch at most 150 kB of scripts on a first visit, with all that comes by itself", async ({
  browser,
  baseURL,
}) => {
  const url = baseURL ?? "";
  const { state, pages } = await openDemoSession(browser, url);
  for (const [name, address] of Object.entries(pages)) {
    // Nothing is in the cache of a context of its own.
    const context = await browser.newContext({ baseURL: url, storageState: state });
    const { scriptBytes } = await weighPage(await context.newPage(), address);
    expect.soft(scriptBytes, name).toBeGreaterThan(50_000);
    expect.soft(scriptBytes, name).toBeLessThanOrEqual(LIMIT_BYTES);
    await context.close();
  }
});
