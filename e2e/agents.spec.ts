import { createHash, randomBytes } from "node:crypto";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect, test } from "@playwright/test";
import pg from "pg";

import { startTestStack, type TestStack } from "@/e2e/support/test-stack";

// Twelve questions that merchants ask an assistant, answered by tools against the demo. A script picks the tools; what it compares are the facts
// in the answers. It knows the demo by its description (lib/testing/demo-shops.ts) and the database.

test.describe.configure({ mode: "serial" });
test.setTimeout(400_000);

let stack: TestStack;
let database: pg.Client;
let client: Client;

/** One tool's answer: its structured content and its text. */
async function ask(name: string, input: Record<string, unknown> = {}): Promise<{ data: Record<string, unknown>; text: string }> {
  const answer = await client.callTool({ name, arguments: input });
  const text = answer.content.map((part) => ("text" in part ? part.text : "")).join("\n");
  expect(answer.isError ?? false, text).toBe(false);
  return { data: answer.structuredContent as Record<string, unknown>, text };
}

const namesOf = (data: Record<string, unknown>): unknown[] => (data["shops"] as { name: string }[]).map(({ name }) => name).sort();

async function connect(language: string): Promise<Client> {
  const token = `mooring_${randomBytes(32).toString("base64url")}`;
  await database.query(
    `insert into api_token (merchant_id, id, name, scopes, token_hash, created_by, responsible_id, expires_at)
     select m.id, gen_random_uuid(), 'Assistant', array['read', 'orders:read', 'sync:write', 'check:write'], $1,
       json_build_object('kind', 'member', 'personId', p.id, 'name', p.name), p.id, now() + interval '1 day'
     from merchant m join membership o on o.merchant_id = m.id and o.role = 'owner' join person p on p.id = o.person_id
     where m.name = 'Noordzee Handel B.V.' limit 1`,
    [createHash("sha256").update(token).digest()],
  );
  const connected = new Client({ name: "evaluation", version: "1" });
  const headers = { authorization: `Bearer ${token}`, "accept-language": language };
  await connected.connect(new StreamableHTTPClientTransport(new URL("/mcp", stack.url), { requestInit: { headers } }));
  return connected;
}

test.beforeAll(async () => {
  stack = await startTestStack();
  database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  client = await connect("en");
  // The worker checks the shops of the demo once it has started.
  for (const shop of ["Tuin & Pot", "De kleine Zeilboot", "Oud-Zuid Thee"])
    await expect.poll(async () => (await ask("explain_shop", { shop })).data["checkedAt"], { timeout: 120_000 }).not.toBeNull();
});
test.afterAll(async () => {
  await client?.close();
  await database?.end();
  await stack?.stop();
});

test("which of my shops need my host?", async () => {
  const { data, text } = await ask("list_shops", { whoActs: "host" });
  expect(namesOf(data)).toEqual(["De kleine Zeilboot", "Oud-Zuid Thee", "Tuin & Pot"]);
  expect(text).not.toContain("Theehuis Linde");
});

test("which shops are fine?", async () => {
  expect(namesOf((await ask("list_shops", { whoActs: "none" })).data)).toEqual(["Theehuis Linde"]);
});

test("why does Tuin & Pot get no orders, and who has to act?", async () => {
  const { data, text } = await ask("explain_shop", { shop: "Tuin & Pot" });
  expect(data).toMatchObject({ story: { state: "down", whoActs: "host", nextStep: "share_with_host" } });
  expect(data["causes"]).toEqual([expect.objectContaining({ code: "user_agent_blocked", whoActs: "host" })]);
  expect(text).toContain("user_agent_blocked");
});

test("prove to me that it is the host", async () => {
  const { data } = await ask("show_proof", { shop: "Tuin & Pot" });
  expect(data).toMatchObject({ proof: { code: "user_agent_blocked", differsIn: ["userAgent"], fails: { status: 403 } } });
});

test("why do customers of De kleine Zeilboot get no tracking numbers?", async () => {
  const { data } = await ask("show_proof", { shop: "Zeilboot", cause: "method_blocked" });
  expect(data).toMatchObject({ proof: { differsIn: ["method"], passes: { method: "GET" } } });
  expect((await ask("explain_shop", { shop: "Zeilboot" })).data).toMatchObject({ story: { whoActs: "host" } });
});

test("do all orders of Oud-Zuid Thee arrive although an address is blocked?", async () => {
  const { data } = await ask("explain_shop", { shop: "Oud-Zuid Thee" });
  expect(data).toMatchObject({ story: { state: "partial" }, missedOrders: null, causes: [{ code: "ip_blocked" }] });
});

/** The newest stored order of the shop, and the number that the next one has. */
async function numbersOf(shop: string): Promise<{ known: string; next: string }> {
  const { rows } = await database.query(
    "select max(o.number::int) as newest from shop_order o join integration i on i.id = o.integration_id where i.name = $1",
    [shop],
  );
  return { known: `${rows[0]?.newest}`, next: `${Number(rows[0]?.newest) + 1}` };
}

test("why did my newest order of Fietsen Vandaag not arrive?", async () => {
  const { next } = await numbersOf("Fietsen Vandaag");
  const { data, text } = await ask("where_is_order", { number: next, shop: "Fietsen Vandaag" });
  expect(data).toMatchObject({ found: [{ outcome: "imported", orderNumber: next, order: { number: next } }] });
  expect(text).toContain(next);
});

test("where is an order that was imported, and one that does not exist?", async () => {
  const { known } = await numbersOf("Theehuis Linde");
  const found = await ask("where_is_order", { number: known, shop: "Theehuis Linde" });
  expect(found.data).toMatchObject({ found: [{ outcome: "stored", order: { number: known } }] });
  const none = await ask("where_is_order", { number: "99999999", shop: "Theehuis Linde" });
  expect(none.data).toMatchObject({ found: [{ outcome: "not_in_shop", orderId: null, order: null }] });
});

test("get the orders of Fietsen Vandaag: did all of them arrive?", async () => {
  const id = (await ask("refresh_orders", { shop: "Fietsen Vandaag", wait: 20 })).data["runId"];
  await expect(async () => {
    const { data } = await ask("recent_syncs", { shop: "Fietsen Vandaag", limit: 20 });
    const sync = (data["syncs"] as Record<string, unknown>[]).find((one) => one["id"] === id);
    expect(sync).toMatchObject({ status: "succeeded", countCheck: { isComplete: true, missing: 0 } });
    expect(sync?.["shopCount"]).toBe(sync?.["ourCount"]);
  }).toPass({ intervals: [5_000] });
  expect((await ask("explain_shop", { shop: "Fietsen Vandaag" })).data).toMatchObject({ story: { whoActs: "none" } });
});

test("what must the firewall of my shop let pass?", async () => {
  const { data } = await ask("our_addresses");
  const published = await (await fetch(new URL("/addresses.json", stack.url))).json();
  const userAgents = [...new Set(Object.values(published.userAgents).flat())];
  expect(data).toEqual({ addresses: published.addresses, userAgents, methods: published.methods });
});

test("make a report for the host of Tuin & Pot", async () => {
  const { data } = await ask("create_host_report", { shop: "Tuin & Pot", reportLanguage: "nl" });
  expect(data).toMatchObject({ causeCodes: ["user_agent_blocked"] });
  const page = await fetch(String(data["url"]));
  expect([page.status, (await page.text()).includes("Apache")]).toEqual([200, true]);
});

test("ich aktualisiere jetzt Plugins von Theehuis Linde, eine halbe Stunde lang", async () => {
  const german = await connect("de-DE,de;q=0.9");
  const call = async (name: string, input = {}) => german.callTool({ name, arguments: { shop: "Theehuis Linde", ...input } });
  expect(JSON.stringify(await call("start_maintenance", { minutes: 30 }))).toContain("in Wartung");
  expect((await call("explain_shop")).structuredContent).toMatchObject({ story: { state: "maintenance", whoActs: "itself" } });
  await call("end_maintenance");
  expect((await call("explain_shop")).structuredContent).not.toMatchObject({ story: { state: "maintenance" } });
  await german.close();
});
