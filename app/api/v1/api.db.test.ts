import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { GET as unknown } from "@/app/api/v1/[...unknown]/route";
import { GET as getCheck } from "@/app/api/v1/integrations/[integrationId]/check/route";
import { POST as refresh } from "@/app/api/v1/integrations/[integrationId]/refresh/route";
import { GET as getIntegration } from "@/app/api/v1/integrations/[integrationId]/route";
import { GET as listRuns } from "@/app/api/v1/integrations/[integrationId]/runs/route";
import { GET as listIntegrations } from "@/app/api/v1/integrations/route";
import { GET as openapi } from "@/app/api/v1/openapi.json/route";
import { GET as getRun } from "@/app/api/v1/runs/[runId]/route";
import { ownerScope } from "@/lib/accounts/access";
import { listApiTokens } from "@/lib/api/data";
import { CALLS_PER_MINUTE, countCall } from "@/lib/api/limits";
import { makeApiToken, revokeApiToken } from "@/lib/api/mutations";
import { OPERATIONS, type OperationId } from "@/lib/api/operations";
import { type ProblemCode, problemSchema } from "@/lib/api/problems";
import { checkSchema, integrationListSchema, integrationSchema, runListSchema, runSchema, startedRefreshSchema } from "@/lib/api/resources";
import { newApiToken } from "@/lib/api/token";
import type { Permission } from "@/lib/api/token-choices";
import { encodeSession, sessionCookieName } from "@/lib/auth/token";
import { printPosition } from "@/lib/base/position";
import { closeQueue } from "@/lib/jobs/enqueue";
import { pauseSync, requestRefresh } from "@/lib/sync/mutations";
import { inMerchant, inPlatform } from "@/lib/system/db";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { forgetPresses, recentOrders, refreshNow, type SyncedShop, startSyncedShop, syncOnSchedule, workOn } from "@/lib/testing/sync-shop";
import { makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
});

type Handler = (request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>;
const HANDLERS: Record<OperationId, Handler> = {
  listIntegrations,
  getIntegration,
  listRuns,
  getLatestCheck: getCheck,
  refreshIntegration: refresh,
  getRun,
};

interface Call {
  token?: string | undefined;
  ids?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
}

/** One call as a program sends it. */
function call(id: OperationId, { token, ids = {}, query = "", headers = {} }: Call): Promise<Response> {
  const { method, path: template } = OPERATIONS[id];
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = new Request(`http://mooring.test/api/v1${address}${query}`, { method, headers: { ...authorization, ...headers } });
  // Next has no ids for an address without any, and not none.
  return HANDLERS[id](request, { params: Promise.resolve(Object.keys(ids).length > 0 ? ids : undefined) });
}

async function bodyOf<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
  expect(response.status).toBeLessThan(300);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const body: unknown = await response.json();
  const read = schema.parse(body);
  // Nothing but what the schema names.
  expect(body).toEqual(read);
  return read;
}

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = z.strictObject(problemSchema.shape).parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.detail.length).toBeGreaterThan(20);
  return problem;
}
const codeOf = async (response: Response): Promise<ProblemCode> => (await problemOf(response)).code;

async function tokenOf({ scope }: Pick<ConnectedShop, "scope">, permission: Permission = "read"): Promise<string> {
  const owner = ownerScope(scope);
  const made = owner && (await makeApiToken(owner, { name: "Night watch", permission, expiresInDays: 30 }));
  if (!made?.ok) throw new Error("no token");
  return made.value.token;
}

const idsOf = ({ integrationId }: ConnectedShop) => ({ integrationId });

const shops: SyncedShop[] = [];
async function openShop(orders = 5): Promise<SyncedShop> {
  const shop = await startSyncedShop(recentOrders(orders));
  shops.push(shop);
  return shop;
}
afterEach(async () => {
  await Promise.all(shops.splice(0).map(({ shop }) => shop.close()));
});
afterAll(closeQueue);

describe("the state of integrations", () => {
  it("tells of both lanes what, since when, why, who acts and when it went well last", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop);
    await refreshNow(shop);
    const ids = { integrationId: shop.integrationId };
    const good = await bodyOf(await call("getIntegration", { token, ids }), integrationSchema);
    expect(good).toMatchObject({ id: shop.integrationId, platform: "woocommerce", url: shop.shop.url, hasCredentials: true, run: null });
    expect(good.lanes.orders_in).toMatchObject({ state: "regular", why: { code: "none" }, whoActs: "nobody", failingSince: null });
    expect(Date.now() - Date.parse(good.lanes.orders_in.lastSuccessAt ?? "")).toBeLessThan(60_000);
    shop.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    for (let failed = 0; failed < 3; failed += 1) await syncOnSchedule(shop);
    const slow = await bodyOf(await call("getIntegration", { token, ids }), integrationSchema);
    expect(slow.lanes.orders_in).toMatchObject({
      ...{ state: "throttled", whoActs: "itself", lastSuccessAt: good.lanes.orders_in.lastSuccessAt },
      why: { code: "failed", failure: "server_error", status: 500, times: 3 },
    });
    expect(slow.lanes.tracking_out.state).toBe("regular");
  });

  it("comes in pages, each integration once, in the order in which they were connected, whatever their names", async () => {
    const first = await connectShop();
    const { merchantId } = first.scope;
    const others = [await connectShop({ merchantId }), await connectShop({ merchantId })];
    await connectShop();
    const all = [first, ...others].map(({ integrationId }) => integrationId);
    await inMerchant(merchantId, (tx) => tx.integration.updateMany({ where: { id: all[2] ?? "" }, data: { name: "AAA" } }));
    const token = await tokenOf(first);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `?limit=2${cursor ? `&cursor=${cursor}` : ""}`;
      const page: z.output<typeof integrationListSchema> = await bodyOf(
        await call("listIntegrations", { token, query }),
        integrationListSchema,
      );
      expect(page.data.length).toBeLessThanOrEqual(2);
      found.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(found).toEqual(all);
    expect((await bodyOf(await call("listIntegrations", { token }), integrationListSchema)).data).toHaveLength(3);
  });

  it("is asked for with parameters that fit, or is refused with their names", async () => {
    const shop = await connectShop();
    const token = await tokenOf(shop);
    for (const [query, field, code] of [
      ["?limit=0", "limit", "limit_invalid"],
      ["?limit=101", "limit", "limit_invalid"],
      ["?limit=many", "limit", "limit_invalid"],
      ["?cursor=next", "cursor", "cursor_invalid"],
    ] as const) {
      const problem = await problemOf(await call("listIntegrations", { token, query }));
      expect(problem).toMatchObject({ status: 400, code: "input_invalid", errors: [{ field, code }] });
      if (field === "cursor") {
        const ids = { integrationId: shop.integrationId };
        expect(await problemOf(await call("listRuns", { token, ids, query }))).toMatchObject({ errors: [{ field, code }] });
      }
    }
  });
});

describe("syncs and checks", () => {
  it("come in pages, the newest first, and each can be asked for alone", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop);
    const ids = { integrationId: shop.integrationId };
    const done: string[] = [];
    for (let press = 0; press < 3; press += 1) done.unshift((await refreshNow(shop)).id);
    const first = await bodyOf(await call("listRuns", { token, ids, query: "?limit=2" }), runListSchema);
    expect(first.data.map(({ id }) => id)).toEqual(done.slice(0, 2));
    const rest = await bodyOf(await call("listRuns", { token, ids, query: `?limit=2&cursor=${first.nextCursor}` }), runListSchema);
    expect(rest).toMatchObject({ data: [{ id: done[2], status: "succeeded", created: 5, shopCount: 5, ourCount: 5 }], nextCursor: null });
    const alone = await bodyOf(await call("getRun", { token, ids: { runId: done[2] ?? "" } }), runSchema);
    expect(alone).toEqual(rest.data[0]);
  });

  it("tell the verdict and the causes of the newest check with a result, and that there is none yet", async () => {
    const shop = await connectShop();
    const token = await tokenOf(shop);
    const ids = { integrationId: shop.integrationId };
    expect(await codeOf(await call("getLatestCheck", { token, ids }))).toBe("no_check");
    const cause = {
      ...{ code: "method_blocked", layer: "in_front", methods: ["PATCH"], userAgents: [], addresses: [], blocker: "modsecurity" },
      ...{ affects: ["tracking_out"], certainty: "proven", evidence: { pass: "a", fail: "b" }, reason: null, details: {} },
    };
    const result = {
      ...{
        schema: 1,
        url: "https://x.example",
        effectiveUrl: null,
        platform: null,
        platformEvidence: [],
        startedAt: new Date().toISOString(),
      },
      ...{
        durationMs: 1,
        requests: 2,
        verdict: "degraded",
        server: { software: null, version: null, evidence: [] },
        causes: [cause],
        probes: [],
      },
    };
    const { merchantId, actor } = shop.scope;
    const common = { merchantId, ...ids, trigger: "manual", requestedBy: actor };
    await inMerchant(merchantId, (tx) =>
      tx.check.createMany({
        data: [
          {
            ...common,
            status: "done",
            verdict: "degraded",
            causeCodes: ["method_blocked"],
            result,
            requestedAt: new Date(Date.now() - 1000),
          },
          { ...common, status: "running" },
        ],
      }),
    );
    const check = await bodyOf(await call("getLatestCheck", { token, ids }), checkSchema);
    const { evidence, reason, details, ...told } = cause;
    expect(check).toMatchObject({ verdict: "degraded", causeCodes: ["method_blocked"], causes: [told] });
    const { check: newest } = await bodyOf(await call("getIntegration", { token, ids }), integrationSchema);
    expect(newest?.status).toBe("running");
  });
});

describe("Refresh", () => {
  it("starts a sync, names it, and is written down as the token's", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop, "refresh");
    const response = await call("refreshIntegration", { token, ids: idsOf(shop), headers: { "x-forwarded-for": "192.0.2.44" } });
    expect(response.status).toBe(202);
    const location = response.headers.get("location");
    const { runId, joined } = await bodyOf(response, startedRefreshSchema);
    expect([location, joined]).toEqual([`/api/v1/runs/${runId}`, false]);
    const queued = await bodyOf(await call("getRun", { token, ids: { runId } }), runSchema);
    expect(queued).toMatchObject({ status: "queued", trigger: "refresh", requestedBy: "Night watch" });
    await workOn(shop, runId);
    expect(await bodyOf(await call("getRun", { token, ids: { runId } }), runSchema)).toMatchObject({ status: "succeeded", created: 5 });
    const [written] = await inPlatform((tx) =>
      tx.auditEvent.findMany({ where: { integrationId: shop.integrationId, action: "refresh_requested" } }),
    );
    expect(written).toMatchObject({ actor: { kind: "token", name: "Night watch" }, sourceAddress: "192.0.2.44", details: { runId } });
  });

  it("joins what a press in the page started, and a press in the page joins what it started", async () => {
    for (const apiFirst of [true, false]) {
      const shop = await openShop();
      const token = await tokenOf(shop, "refresh");
      const byApi = async () => bodyOf(await call("refreshIntegration", { token, ids: idsOf(shop) }), startedRefreshSchema);
      const byPage = async () => {
        const pressed = await requestRefresh(shop.scope, shop);
        if (!pressed.ok) throw new Error(pressed.reason.code);
        return pressed.value;
      };
      const [first, second] = apiFirst ? [await byApi(), await byPage()] : [await byPage(), await byApi()];
      expect(second).toEqual({ runId: first.runId, joined: true });
    }
  });

  it("becomes one sync when the page and many programs press at the same instant", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop, "refresh");
    const answers = await Promise.all([
      requestRefresh(shop.scope, shop).then((pressed) => (pressed.ok ? pressed.value : null)),
      ...Array.from({ length: 5 }, async () => bodyOf(await call("refreshIntegration", { token, ids: idsOf(shop) }), startedRefreshSchema)),
    ]);
    expect(new Set(answers.map((answer) => answer?.runId)).size).toBe(1);
    expect(answers.filter((answer) => answer?.joined === false)).toHaveLength(1);
    expect(await inPlatform((tx) => tx.syncRun.count({ where: { integrationId: shop.integrationId } }))).toBe(1);
  });

  it("is refused for the rest of the minute after a press in the page, with the seconds to wait", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop, "refresh");
    await refreshNow(shop);
    const response = await call("refreshIntegration", { token, ids: idsOf(shop) });
    expect(response.status).toBe(429);
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await codeOf(response)).toBe("too_soon");
    await forgetPresses(shop);
    expect((await call("refreshIntegration", { token, ids: idsOf(shop) })).status).toBe(202);
    // And the button after a program.
    await workOn(
      shop,
      (await inPlatform((tx) => tx.syncRun.findFirstOrThrow({ where: { integrationId: shop.integrationId, status: "queued" } }))).id,
    );
    expect(await requestRefresh(shop.scope, shop)).toMatchObject({ ok: false, reason: { code: "too_soon" } });
  });

  it("needs a token that may, a shop with a key, and one that is not paused", async () => {
    const [shop, keyless] = [await connectShop(), await connectShop({ credentials: null })];
    const runs = () =>
      inPlatform((tx) => tx.syncRun.count({ where: { integrationId: { in: [shop.integrationId, keyless.integrationId] } } }));
    const denied = await call("refreshIntegration", { token: await tokenOf(shop, "read"), ids: idsOf(shop) });
    expect(denied.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    expect(await problemOf(denied)).toMatchObject({ status: 403, code: "scope_missing" });
    expect(
      await problemOf(await call("refreshIntegration", { token: await tokenOf(keyless, "refresh"), ids: idsOf(keyless) })),
    ).toMatchObject({
      ...{ status: 409, code: "no_credentials" },
    });
    await pauseSync(shop.scope, shop);
    expect(await codeOf(await call("refreshIntegration", { token: await tokenOf(shop, "refresh"), ids: idsOf(shop) }))).toBe("paused");
    expect(await runs()).toBe(0);
  });
});

describe("who may call", () => {
  let world: TwoMerchants;
  beforeAll(async () => {
    world = await makeTwoMerchants();
  });
  const eachCall = (): [OperationId, Record<string, string>][] => [
    ["listIntegrations", {}],
    ["getIntegration", { integrationId: world.ids.integrationId }],
    ["listRuns", { integrationId: world.ids.integrationId }],
    ["getLatestCheck", { integrationId: world.ids.integrationId }],
    ["refreshIntegration", { integrationId: world.ids.integrationId }],
    ["getRun", { runId: world.ids.runId }],
  ];

  it("nobody without a token, whatever cookies a browser brings", async () => {
    const cookie = `${sessionCookieName()}=${await encodeSession(world.owner.person.sessionId)}`;
    for (const [id, ids] of eachCall())
      for (const headers of [{}, { cookie }, { cookie, origin: "https://mooring.test" }, { cookie, authorization: "Basic eDp5" }]) {
        const response = await call(id, { ids, headers });
        expect(response.headers.get("www-authenticate"), id).toMatch(/^Bearer/);
        expect(await problemOf(response), id).toMatchObject({ status: 401, code: "token_missing" });
      }
  });

  it("nobody with a token that is made up, has expired or was revoked; each is told what to do", async () => {
    const owner = ownerScope(world.owner.scope);
    const [expired, revoked] = [await tokenOf(world.owner), await tokenOf(world.owner)];
    if (!owner) throw new Error("no owner");
    const [newest, older] = await listApiTokens(owner);
    await revokeApiToken(owner, { id: newest?.id ?? "" });
    await inPlatform((tx) => tx.apiToken.updateMany({ where: { id: older?.id ?? "" }, data: { expiresAt: new Date(Date.now() - 1000) } }));
    for (const [id, ids] of eachCall())
      for (const [token, code] of [
        [newApiToken(), "token_unknown"],
        ["x", "token_unknown"],
        [expired, "token_expired"],
        [revoked, "token_revoked"],
      ] as const) {
        const response = await call(id, { token, ids });
        expect(response.headers.get("www-authenticate"), id).toContain('error="invalid_token"');
        expect(await problemOf(response), id).toMatchObject({ status: 401, code });
      }
  });

  it("one merchant's token finds nothing of another's, and unknown and malformed ids answer alike", async () => {
    const token = await tokenOf(world.stranger, "refresh");
    for (const [id, ids] of eachCall()) {
      const response = await call(id, { token, ids });
      const text = await response.clone().text();
      expect(text, id).not.toContain(OWNERS_MARK);
      if (id === "listIntegrations") {
        expect(await bodyOf(response, integrationListSchema)).toEqual({ data: [], nextCursor: null });
        continue;
      }
      expect(response.status, id).toBe(404);
      for (const wrong of [randomUUID(), "1", "../x"]) {
        const alike = await call(id, { token, ids: Object.fromEntries(Object.keys(ids).map((name) => [name, wrong])) });
        expect([alike.status, await alike.text()], id).toEqual([404, text]);
      }
    }
    const cursor = `?cursor=${printPosition({ at: new Date(0), id: randomUUID() })}`;
    expect((await bodyOf(await call("listIntegrations", { token, query: cursor }), integrationListSchema)).data).toEqual([]);
    expect(await inPlatform((tx) => tx.syncRun.count({ where: { integrationId: world.ids.integrationId, status: "queued" } }))).toBe(0);
  });

  it("the owner's token finds all of it, and no key of a shop in it", async () => {
    const token = await tokenOf(world.owner, "read");
    for (const [id, ids] of eachCall().filter(([operation]) => operation !== "refreshIntegration")) {
      const response = await call(id, { token, ids });
      expect(response.status, id).toBe(200);
      expect(await response.text(), id).toContain(Object.values(ids)[0] ?? world.ids.integrationId);
    }
  });

  it("each token so many times a minute, which the headers say before it is too late", async () => {
    const token = await tokenOf(world.stranger);
    const first = await call("listIntegrations", { token });
    const left = (response: Response) => ["limit", "remaining", "reset"].map((name) => Number(response.headers.get(`ratelimit-${name}`)));
    expect(left(first).slice(0, 2)).toEqual([CALLS_PER_MINUTE, CALLS_PER_MINUTE - 1]);
    const own = ownerScope(world.stranger.scope);
    const [view] = own ? await listApiTokens(own) : [];
    await Promise.all(Array.from({ length: CALLS_PER_MINUTE - 1 }, () => countCall(view?.id ?? "")));
    // A call that is refused for its permission counts as well.
    for (const id of ["listIntegrations", "refreshIntegration"] as const) {
      const refused = await call(id, { token, ids: { integrationId: world.ids.integrationId } });
      expect(left(refused).slice(0, 2)).toEqual([CALLS_PER_MINUTE, 0]);
      expect(Number(refused.headers.get("retry-after"))).toBe(left(refused)[2]);
      expect(await problemOf(refused)).toMatchObject({ status: 429, code: "rate_limited" });
    }
    expect((await call("listIntegrations", { token: await tokenOf(world.stranger) })).status).toBe(200);
  });
});

describe("the description", () => {
  type Json = { [key: string]: Json } & Json[];
  const read = async (): Promise<Json> => (await openapi(new Request("http://mooring.test/api/v1/openapi.json")).json()) as Json;

  it("names every route of the folder, and no other", async () => {
    const described = Object.entries((await read())["paths"] ?? {}).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${route}`),
    );
    const here = import.meta.dirname;
    const found = fs
      .readdirSync(here, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll(path.sep, "/"))
      .filter((file) => file.endsWith("/route.ts") && !/^(openapi\.json|\[\.\.\.unknown\])\//.test(file))
      .map((file) => {
        const method = /export const (GET|POST)\b/.exec(fs.readFileSync(path.join(here, file), "utf8"))?.[1];
        return `${method} /${file.replace("/route.ts", "").replaceAll("[", "{").replaceAll("]", "}")}`;
      });
    expect(described.sort()).toEqual(found.sort());
    expect(described.length).toBeGreaterThan(5);
  });

  it("stands on its own: every reference leads somewhere, every call has its parameters, its answer and its refusals", async () => {
    const description = await read();
    const text = JSON.stringify(description);
    const schemas = Object.keys(description["components"]?.["schemas"] ?? {});
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(schemas.map((name) => `#/components/schemas/${name}`)).toContain(ref);
    expect(description["servers"]).toEqual([{ url: "https://mooring.test/api/v1" }]);
    const list = description["paths"]?.["/integrations"]?.["get"];
    expect(list?.["parameters"]).toMatchObject([
      { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100, default: 50 } },
      { name: "cursor", in: "query", schema: { type: "string" } },
    ]);
    const press = description["paths"]?.["/integrations/{integrationId}/refresh"]?.["post"];
    expect(press?.["parameters"]).toMatchObject([{ name: "integrationId", in: "path", required: true }]);
    expect(Object.keys(press?.["responses"] ?? {}).sort()).toEqual(["202", "401", "403", "404", "409", "429", "500"]);
  });

  it("is public and is not sent again to whoever has it", async () => {
    const response = openapi(new Request("http://mooring.test/api/v1/openapi.json"));
    expect(response.status).toBe(200);
    const again = new Request("http://mooring.test/", { headers: { "if-none-match": response.headers.get("etag") ?? "" } });
    expect(openapi(again).status).toBe(304);
  });
});

it("what does not exist is said as everything else is", async () => {
  expect(await problemOf(unknown())).toMatchObject({ status: 404, code: "not_found" });
});
