import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { SCENE_KEYS } from "@/lib/testing/check-scene";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// Runs the command as a process, to test its exit status and termination.
vi.setConfig({ testTimeout: 60_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-check-"));
let shop: FakeShop;
beforeAll(async () => {
  shop = await startFakeShop({ shopSystem: "woocommerce", credentials: [SCENE_KEYS.woocommerce] });
});
afterAll(async () => {
  await shop.close();
  fs.rmSync(folder, { recursive: true });
});

interface Ended {
  code: number | string | null | undefined;
  stdout: string;
  stderr: string;
}

const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      ...typescriptEnvironment,
      PROBE_ALLOW_NETWORKS: "127.0.0.0/8",
      EGRESS_ADDRESSES: "127.0.0.2",
      ...environment,
    };
    execFile(
      ownNode(),
      [...typescriptArguments("worker/check.ts"), ...args],
      { cwd: root, env, timeout: 30_000 },
      (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });

const written = (name: string, content: string): string => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
};

const withFile = (file: string, more: readonly string[] = ["--shop-system", "woocommerce"]) =>
  run([shop.url, "--json", "--credentials-file", file, ...more]);

test.each<[name: string, file: () => string, shopSystem?: string]>([
  ["empty", () => written("empty.json", "")],
  ["an empty object", () => written("object.json", "{}")],
  ["a list", () => written("list.json", "[]")],
  ["malformed", () => written("malformed.json", '{"consumerKey": "ck_secret",')],
  ["one half of a pair", () => written("half.json", JSON.stringify({ consumerKey: "ck_secret" }))],
  ["blank values", () => written("blank.json", JSON.stringify({ consumerKey: " ", consumerSecret: "" }))],
  ["numbers", () => written("numbers.json", JSON.stringify({ consumerKey: 1, consumerSecret: 2 }))],
  [
    "a value that is invalid in a header",
    () => written("lines.json", JSON.stringify({ consumerKey: "ck_a\r\nX: y", consumerSecret: "cs_b" })),
  ],
  ["for another shop system", () => written("presta.json", JSON.stringify(SCENE_KEYS.prestashop))],
  ["a Shopify token for Magento", () => written("shopify.json", JSON.stringify(SCENE_KEYS.shopify)), "magento"],
  ["a Magento token for Shopify", () => written("magento.json", JSON.stringify(SCENE_KEYS.magento)), "shopify"],
  ["over 64 kB", () => written("large.json", JSON.stringify({ ...SCENE_KEYS.woocommerce, more: "x".repeat(66_000) }))],
  ["endless", () => "/dev/zero"],
  ["a folder", () => folder],
  ["missing", () => path.join(folder, "missing.json")],
  [
    "a pipe without a writer",
    () => {
      const file = path.join(folder, "pipe");
      execFileSync("mkfifo", [file]);
      return file;
    },
  ],
])("a credentials file that is %s is bad usage, in one line without its values", async (_name, file, shopSystem = "woocommerce") => {
  const before = shop.requests.length;
  const ended = await withFile(file(), ["--shop-system", shopSystem]);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toMatch(/^check: the credentials file [^\n]+\n$/);
  expect(ended.stderr).not.toContain("ck_");
  expect(shop.requests.length).toBe(before);
});

test("keys of another shop system are bad usage", async () => {
  const ended = await withFile(written("other.json", JSON.stringify(SCENE_KEYS.magento)), []);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain("for woocommerce");
});

test("a network that is not in CIDR notation is bad usage", async () => {
  for (const network of ["127/8", "127.0.0/8", "127.0.0.0", "::1/129"]) {
    const ended = await run([shop.url, "--json"], { PROBE_ALLOW_NETWORKS: network });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(`${network} is not a network`);
  }
});

test("a working key exits 0; one left untested by the budget is a note, not a finding", async () => {
  const file = written("keys.json", JSON.stringify(SCENE_KEYS.woocommerce));
  const healthy = await withFile(file);
  expect(healthy.code).toBe(0);
  expect(JSON.parse(healthy.stdout)).toMatchObject({ verdict: "healthy", untested: [] });
  const short = await withFile(file, ["--shop-system", "woocommerce", "--budget", "3"]);
  expect(short.code).toBe(0);
  const result = JSON.parse(short.stdout);
  expect(result).toMatchObject({ verdict: "healthy", causes: [] });
  expect(result.untested).toEqual(expect.arrayContaining(["consumerKey", "consumerSecret", "DELETE"]));
  const inWords = await run([shop.url, "--shop-system", "woocommerce", "--credentials-file", file, "--budget", "3"]);
  expect(inWords.stdout).toContain("the API key");
  expect(inWords.stdout).not.toContain("Nothing is blocked");
});

test("a report in words says who can fix a cause, and misses no text", async () => {
  const wrong = { ...SCENE_KEYS.woocommerce, consumerSecret: `cs_${"0".repeat(40)}` };
  const ended = await run([shop.url, "--shop-system", "woocommerce", "--credentials-file", written("wrong.json", JSON.stringify(wrong))]);
  expect(ended).toMatchObject({ code: 1, stderr: "" });
  expect(ended.stdout).toContain("You can fix this.");
});
