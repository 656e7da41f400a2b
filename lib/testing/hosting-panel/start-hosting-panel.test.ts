import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startHostingPanel } from "@/lib/testing/hosting-panel/start-hosting-panel";
import { findFreePort } from "@/scripts/dev/ports.mjs";

// Requests from Node's fetch come from 127.0.0.1.

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "panel-"));
const rule = { blockedUserAgents: { texts: ["node"], page: "apache" } } as const;
let shop: FakeShop;
let panel: Awaited<ReturnType<typeof startHostingPanel>>;

beforeAll(async () => {
  shop = await startFakeShop({ shopSystem: "woocommerce" });
  panel = await open();
});
afterAll(async () => {
  await panel.close();
  await shop.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const open = async () =>
  startHostingPanel({
    host: "127.0.0.1",
    port: await findFreePort(),
    shop,
    shopName: "Tuin & <Pot>",
    timeZone: "Asia/Kolkata",
    rule,
    file: path.join(folder, "panel.json"),
  });
const post = (act: string, pasted: string, origin = panel.url) =>
  fetch(`${panel.url}/${act}`, { method: "POST", headers: { origin }, body: new URLSearchParams({ pasted }) });
const statusOfShop = async () => (await fetch(`${shop.url}/wp-json/`)).status;

test("the server refuses until the printed addresses are exempt, and again after Undo; a fix survives a restart", async () => {
  expect(await statusOfShop()).toBe(403);
  const applied = await post("exempt", "Require not ip 127[.]0[.]0[.]1");
  expect(applied.url).toContain("notice=changed");
  expect(await statusOfShop()).toBe(200);
  await post("undo", "");
  expect(await statusOfShop()).toBe(403);
  await post("switch", "");
  expect(await statusOfShop()).toBe(200);

  await panel.close();
  shop.setBehaviour(rule);
  panel = await open();
  expect(await statusOfShop()).toBe(200);
  await post("undo", "");
});

test("pasted text without an address changes nothing, with a notice; markup in names and requests is escaped", async () => {
  const answer = await post("exempt", "<script>alert(1)</script>");
  expect(answer.url).toContain("notice=nothing");
  await fetch(`${shop.url}/%3Cimg%20src=x%3E`, { headers: { "user-agent": "<script>node</script>" } });
  const page = await (await fetch(`${panel.url}/?lang=de`)).text();
  expect(page).toContain("Tuin &amp; &lt;Pot&gt;");
  expect(page).toContain("&lt;script&gt;node");
  expect(page).not.toContain("<script");
  expect(page).toContain("Zugriffsprotokoll");
  expect(page, "the clock of the shop's server").toMatch(/\d\d:\d\d:\d\d GMT\+5:30/);
  expect(await statusOfShop()).toBe(403);
});

test("a page of another origin cannot change anything", async () => {
  expect((await post("switch", "", "http://evil.example")).status).toBe(403);
  expect((await post("exempt", "x".repeat(70_000))).status).toBe(413);
  expect(await statusOfShop()).toBe(403);
});
