import { randomUUID } from "node:crypto";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tokenOf } from "@/app/api/v1/api-calls.fixture";
import { GET, POST } from "@/app/mcp/route";
import { listApiTokens } from "@/lib/api/data";
import { CALLS_PER_MINUTE, countCall } from "@/lib/api/limits";
import { openTexts } from "@/lib/api/present";
import { TOKEN_SCOPES } from "@/lib/api/token-choices";
import { TOOLS } from "@/lib/api/tools/serve-tools";
import { tellCheck } from "@/lib/api/tools/write-tools";
import { HOUR_MS } from "@/lib/base/units";
import { LOCALES } from "@/lib/i18n/locales";
import { ownerScope } from "@/lib/identity/accounts/access";
import { listAudit } from "@/lib/identity/audit/data";
import { EVERYTHING_LOGGED } from "@/lib/identity/audit/schema";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { PLANTED, sampleResult } from "@/lib/testing/report-sample";
import { serveHandler } from "@/lib/testing/serve-handler";
import { makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "http://127.0.0.1:1";
});

let world: TwoMerchants;
let url: URL;
const open: Client[] = [];
beforeAll(async () => {
  world = await makeTwoMerchants();
  const { merchantId, checkId: id } = world.ids;
  const result = sampleResult();
  const newest = { result, causeCodes: result.causes.map(({ code }) => code) };
  await inMerchant(merchantId, async (tx) => {
    await tx.reachabilityCheck.update({ where: { merchantId_id: { merchantId, id } }, data: newest });
    await tx.syncRun.updateMany({ where: { merchantId, trigger: "refresh" }, data: { requestedAt: new Date(Date.now() - HOUR_MS) } });
  });
  url = new URL(await serveHandler((request) => (request.method === "POST" ? POST(request) : Promise.resolve(GET()))));
});
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  await closeQueue();
});

/** The official client, as a stranger uses it. */
async function connect(token: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: "stranger", version: "1" });
  await client.connect(
    new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization: `Bearer ${token}`, ...headers } } }),
  );
  open.push(client);
  return client;
}

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };
/** The problem document of a refusal. */
const problemOf = ({ content }: Awaited<ReturnType<Client["callTool"]>>): unknown => {
  const last = content.at(-1);
  return last?.type === "text" ? JSON.parse(last.text) : null;
};
const textOf = (answer: { content: unknown }): string => JSON.stringify(answer.content);

/** Valid arguments of every tool. */
const argumentsOf = (shop: string): Record<string, Record<string, unknown>> => ({
  list_shops: {},
  explain_shop: { shop },
  show_proof: { shop },
  recent_syncs: { shop },
  our_addresses: {},
  where_is_order: { number: 1, shop },
  check_now: { shop },
  refresh_orders: { shop },
  create_host_report: { shop },
  start_maintenance: { shop },
  end_maintenance: { shop },
});

describe("tools over HTTP", () => {
  it("are listed with schemas of what they take and answer, and none destroys", async () => {
    const client = await connect(await tokenOf(world.owner, TOKEN_SCOPES));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name));
    for (const { name, title, description = "", inputSchema, outputSchema, annotations } of tools) {
      expect(
        [name, title, description].every((text) => text),
        name,
      ).toBe(true);
      expect(inputSchema, name).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema, name).toMatchObject({ type: "object" });
      // Clients with a dialect of single types drop a constraint on several.
      expect(JSON.stringify([inputSchema, outputSchema]), name).not.toContain('"type":[');
      expect(annotations?.destructiveHint, name).toBe(false);
    }
    expect(client.getInstructions()).toContain("⟦");
  });

  it("answer with text and the structure that they promise, in each language", async () => {
    const token = await tokenOf(world.owner, TOKEN_SCOPES);
    const told = new Set<string>();
    for (const language of LOCALES) {
      const client = await connect(token, { "accept-language": language });
      const answer = await client.callTool({ name: "explain_shop", arguments: { shop: OWNERS_MARK } });
      expect(answer.structuredContent).toMatchObject({ id: world.ids.integrationId, story: { whoActs: "none" } });
      told.add(textOf(answer));
    }
    expect(told.size).toBe(LOCALES.length);
    const client = await connect(token);
    for (const [name, input] of Object.entries(argumentsOf(OWNERS_MARK))) {
      const answer = await client.callTool({ name, arguments: input });
      expect([name, answer.isError ?? false, textOf(answer)]).toEqual([name, false, expect.stringMatching(/\w{3}/)]);
    }
    expect(Object.keys(argumentsOf(""))).toEqual(TOOLS.map(({ name }) => name));
    const german = await client.callTool({ name: "list_shops", arguments: { language: "de" } });
    expect(textOf(german)).toContain("Ein Shop:");
  });

  it("refuse a message with text that cannot be stored as it is", async () => {
    const authorization = `Bearer ${await tokenOf(world.owner, TOKEN_SCOPES)}`;
    const message = { ...LIST, method: "tools/call", params: { name: "recent_syncs", arguments: { shop: "\u0000" } } };
    const refused = await post(message, { authorization });
    expect([refused.status, await refused.json()]).toMatchObject([400, { errors: [{ field: "body", code: "text_invalid" }] }]);
  });

  it("find a shop by id, name or address, and refuse what fits several or none", async () => {
    const client = await connect(await tokenOf(world.owner));
    for (const shop of [world.ids.integrationId, OWNERS_MARK.toUpperCase(), `${OWNERS_MARK}.example`])
      expect((await client.callTool({ name: "recent_syncs", arguments: { shop } })).structuredContent).toMatchObject({ shop: OWNERS_MARK });
    const none = await client.callTool({ name: "recent_syncs", arguments: { shop: "nowhere", language: "fr" } });
    expect([none.isError, none.structuredContent, problemOf(none)]).toMatchObject([true, undefined, { code: "not_found", status: 404 }]);
    expect(textOf(none)).toContain("Introuvable");
    const wrong = await client.callTool({ name: "recent_syncs", arguments: { shop: OWNERS_MARK, colour: "red" } });
    expect([wrong.isError, textOf(wrong)]).toEqual([true, expect.stringContaining("colour")]);
  });

  it("show nothing of another merchant, nor of shops that the token may not use", async () => {
    for (const token of [await tokenOf(world.outsider, TOKEN_SCOPES), await tokenOf(world.owner, TOKEN_SCOPES, [randomUUID()])]) {
      const client = await connect(token);
      for (const shop of [world.ids.integrationId, OWNERS_MARK])
        for (const [name, input] of Object.entries(argumentsOf(shop))) {
          const answer = await client.callTool({ name, arguments: input });
          expect(JSON.stringify(answer), name).not.toContain(world.ids.checkId);
          if ("shop" in input) expect([answer.isError, problemOf(answer)], name).toMatchObject([true, { code: "not_found" }]);
          else expect(JSON.stringify(answer.structuredContent), name).not.toContain(OWNERS_MARK);
        }
    }
  });

  it("hide buyers from tokens without orders:read", async () => {
    const client = await connect(await tokenOf(world.owner, ["sync:write", "check:write"]));
    const calls = Object.entries(argumentsOf(OWNERS_MARK)).map(([name, input]) => client.callTool({ name, arguments: input }));
    expect(JSON.stringify(await Promise.all(calls))).not.toMatch(/customerName|customerEmail/);
  });

  it("prove a cause by two requests, without what a report keeps to itself", async () => {
    const client = await connect(await tokenOf(world.owner));
    const proof = await client.callTool({ name: "show_proof", arguments: { shop: OWNERS_MARK, cause: "method_blocked" } });
    expect(proof.structuredContent).toMatchObject({
      proof: { code: "method_blocked", passes: { method: "GET" }, fails: { method: "PATCH" }, differsIn: ["method"] },
    });
    for (const secret of Object.values(PLANTED)) expect(JSON.stringify(proof)).not.toContain(secret);
    const other = await client.callTool({ name: "show_proof", arguments: { shop: OWNERS_MARK, cause: "slow" } });
    expect(other.structuredContent).toMatchObject({ proof: null });
  });

  it("start what a page starts, with its limits, as the token", async () => {
    const client = await connect(await tokenOf(world.owner, ["sync:write", "check:write"]));
    const call = async (name: string, input: object = {}) => {
      const answer = await client.callTool({ name, arguments: { shop: OWNERS_MARK, ...input } });
      expect(answer.content, name).not.toEqual([]);
      return answer;
    };
    const checked = await call("check_now");
    expect(checked.structuredContent).toMatchObject({ joined: true, check: null });
    const report = await call("create_host_report", { reportLanguage: "nl" });
    expect(report.structuredContent).toMatchObject({
      causeCodes: ["method_blocked"],
      url: expect.stringContaining("http://127.0.0.1:1/r/"),
    });
    const started = await call("start_maintenance", { minutes: 5 });
    expect(started.isError ?? false).toBe(false);
    expect((await call("explain_shop")).structuredContent).toMatchObject({ story: { state: "maintenance", whoActs: "itself" } });
    await call("end_maintenance");
    expect((await call("explain_shop")).structuredContent).not.toMatchObject({ story: { state: "maintenance" } });
    const long = await call("start_maintenance", { minutes: 5_000 });
    expect(long.isError).toBe(true);
    const { entries } = await listAudit(world.owner.scope, EVERYTHING_LOGGED, { timeZone: "UTC" });
    for (const action of ["host_report_made", "maintenance_planned"])
      expect(
        entries.find((entry) => entry.action === action),
        action,
      ).toMatchObject({ actor: { kind: "token", name: "Night watch" } });
  });

  it("do not call a shop free of trouble whose check failed on our side", async () => {
    const words = await openTexts("en");
    expect(tellCheck({ words }, "Tulips", { status: "failed", causeCodes: [] })).toContain("could not be completed");
    expect(tellCheck({ words }, "Tulips", { status: "done", causeCodes: [] })).toContain("found nothing that blocks");
  });

  it("answer a spent limit as a result that says how long to wait", async () => {
    const client = await connect(await tokenOf(world.outsider, ["sync:write"]));
    const look = () => client.callTool({ name: "where_is_order", arguments: { number: "1" } });
    let answer = await look();
    for (let tried = 0; tried < 40 && !answer.isError; tried++) answer = await look();
    expect(problemOf(answer)).toMatchObject({ code: "lookup_limit", status: 429, retryAfterSeconds: expect.any(Number) });
    expect(textOf(answer)).toMatch(/Wait \d+ seconds/);
  });

  it("lacking the scope are not listed, and a call names the scope as the API does", async () => {
    const token = await tokenOf(world.owner);
    const client = await connect(token);
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(TOOLS.filter(({ rules }) => rules.scope === "read").map(({ name }) => name));
    for (const { name, rules } of TOOLS.filter(({ rules }) => rules.scope !== "read")) {
      const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: {} } };
      const refused = await post(call, { authorization: `Bearer ${token}` });
      expect(refused.headers.get("www-authenticate"), name).toContain(`scope="${rules.scope}"`);
      expect([refused.status, await refused.json()], name).toMatchObject([403, { code: "scope_missing", scope: rules.scope }]);
      await expect(client.callTool({ name, arguments: {} }), name).rejects.toThrow(`required "${rules.scope}"`);
    }
  });

  it("are recorded in the audit log, by token and tool", async () => {
    const client = await connect(await tokenOf(world.owner));
    await client.callTool({ name: "our_addresses", arguments: {} });
    const { entries } = await listAudit(world.owner.scope, EVERYTHING_LOGGED, { timeZone: "UTC" });
    expect(entries[0]).toMatchObject({
      action: "tool_called",
      actor: { kind: "token", name: "Night watch" },
      details: { tool: "our_addresses" },
    });
  });
});

describe("a request", () => {
  it("needs a token in the header, and is counted against its quota", async () => {
    for (const headers of [{}, { authorization: "Bearer x" }, { cookie: "x=1" }]) {
      const refused = await post(LIST, headers);
      expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, expect.stringMatching(/^Bearer/)]);
    }
    const token = await tokenOf(world.outsider);
    const own = ownerScope(world.outsider.scope);
    const [view] = own ? await listApiTokens(own) : [];
    const first = await post(LIST, { authorization: `Bearer ${token}` });
    expect([first.status, first.headers.get("ratelimit-remaining")]).toEqual([200, `${CALLS_PER_MINUTE - 1}`]);
    await Promise.all(Array.from({ length: CALLS_PER_MINUTE }, () => countCall(view?.id ?? "")));
    const refused = await post(LIST, { authorization: `Bearer ${token}` });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: "rate_limited" }]);
  });

  it("from a page of another origin is refused, and no page may read an answer", async () => {
    const authorization = `Bearer ${await tokenOf(world.owner)}`;
    for (const origin of ["https://evil.example", "null"]) expect((await post(LIST, { authorization, origin })).status).toBe(403);
    const own = await post(LIST, { authorization, origin: "http://127.0.0.1:1" });
    expect([own.status, own.headers.get("access-control-allow-origin"), own.headers.get("cache-control")]).toEqual([200, null, "no-store"]);
  });

  it("that is large, no JSON or a batch is refused, and none keeps a stream open", async () => {
    const authorization = `Bearer ${await tokenOf(world.owner)}`;
    for (const [body, code] of [
      ["{", "not_json"],
      [{ ...LIST, params: { _meta: { x: "x".repeat(70_000) } } }, "too_large"],
      [[LIST, LIST], "batch_unsupported"],
    ] as const)
      expect(await (await post(body, { authorization })).json()).toMatchObject({
        code: "input_invalid",
        errors: [{ field: "body", code }],
      });
    expect((await fetch(url, { headers: { authorization, accept: "text/event-stream" } })).status).toBe(405);
  });
});
