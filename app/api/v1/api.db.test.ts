import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import type { z } from "zod";
import { bodyOf, callApi, codeOf, problemOf, tokenOf } from "@/app/api/v1/api-calls.fixture";
import {
  checkSchema,
  incidentListSchema,
  incidentWithTimelineSchema,
  integrationListSchema,
  integrationSchema,
  orderLookupSchema,
  runListSchema,
  runSchema,
  startedRefreshSchema,
} from "@/lib/api/resources";
import { QUOTAS } from "@/lib/identity/quota/policy";
import { spendQuota } from "@/lib/identity/quota/spend";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { pauseSync, requestRefresh } from "@/lib/sync/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { passQuietTime } from "@/lib/testing/pass-quiet-time";
import {
  clearRefreshLimits,
  recentOrders,
  refreshNow,
  type SyncedShop,
  startSyncedShop,
  syncOnSchedule,
  workOn,
} from "@/lib/testing/sync-shop";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});

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
  it("reports state, start, reason, actor and last success of both lanes", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop);
    await refreshNow(shop);
    const ids = { integrationId: shop.integrationId };
    const good = await bodyOf(await callApi("getIntegration", { token, ids }), integrationSchema);
    expect(good).toMatchObject({ id: shop.integrationId, shopSystem: "woocommerce", url: shop.shop.url, hasCredentials: true, run: null });
    expect(good.lanes.orders_in).toMatchObject({ state: "regular", why: { code: "none" }, whoActs: "none", failingSince: null });
    expect(Date.now() - Date.parse(good.lanes.orders_in.lastSuccessAt ?? "")).toBeLessThan(60_000);
    shop.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    for (let failed = 0; failed < 3; failed += 1) await syncOnSchedule(shop);
    const slow = await bodyOf(await callApi("getIntegration", { token, ids }), integrationSchema);
    expect(slow.lanes.orders_in).toMatchObject({
      state: "throttled",
      whoActs: "itself",
      lastSuccessAt: good.lanes.orders_in.lastSuccessAt,
      why: { code: "failed", failure: "server_error", status: 500, times: 3 },
    });
    expect(slow.lanes.tracking_out.state).toBe("regular");
  });

  it("tells the story of an outage like its incident, from the first failure to the all-clear", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop);
    const ids = { integrationId: shop.integrationId };
    await refreshNow(shop);
    shop.shop.setBehaviour({ serverErrors: { next: "all", status: 500 } });
    for (let failed = 0; failed < 3; failed += 1) await syncOnSchedule(shop);
    const { story } = await bodyOf(await callApi("getIntegration", { token, ids }), integrationSchema);
    const [listed] = (await bodyOf(await callApi("listIncidents", { token }), incidentListSchema)).data;
    expect(listed).toMatchObject({ id: story.incidentId, integrationId: shop.integrationId, closedAt: null });
    expect(story).toMatchObject({ state: "delayed", since: listed?.openedAt, nextStep: "refresh" });
    expect(story.headline).toMatch(/^Throttled since .* UTC$/);
    const one = await bodyOf(await callApi("getIncident", { token, ids: { incidentId: listed?.id ?? "" } }), incidentWithTimelineSchema);
    expect(one.timeline.map(({ kind }) => kind)).toContain("opened");
    shop.shop.setBehaviour({});
    await refreshNow(shop);
    await passQuietTime(shop.integrationId);
    const after = await bodyOf(await callApi("getIntegration", { token, ids }), integrationSchema);
    expect(after.story).toMatchObject({ state: "healthy", incidentId: null });
    expect((await bodyOf(await callApi("listIncidents", { token }), incidentListSchema)).data).toMatchObject([
      { id: listed?.id, closedAt: expect.any(String) },
    ]);
  });

  it("is paginated, with each integration once, in the order of connection", async () => {
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
        await callApi("listIntegrations", { token, query }),
        integrationListSchema,
      );
      expect(page.data.length).toBeLessThanOrEqual(2);
      found.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(found).toEqual(all);
    expect((await bodyOf(await callApi("listIntegrations", { token }), integrationListSchema)).data).toHaveLength(3);
  });

  it("is refused for invalid parameters, with their names", async () => {
    const shop = await connectShop();
    const token = await tokenOf(shop);
    for (const [query, field, code] of [
      ["?limit=0", "limit", "limit_invalid"],
      ["?limit=101", "limit", "limit_invalid"],
      ["?limit=many", "limit", "limit_invalid"],
      ["?limit=0x10", "limit", "limit_invalid"],
      ["?limit=1e1", "limit", "limit_invalid"],
      ["?limit=1&limit=2", "limit", "field_repeated"],
      ["?cursor=next", "cursor", "cursor_invalid"],
    ] as const) {
      const problem = await problemOf(await callApi("listIntegrations", { token, query }));
      expect(problem).toMatchObject({ status: 400, code: "input_invalid", errors: [{ field, code }] });
      if (field === "cursor") {
        const ids = { integrationId: shop.integrationId };
        expect(await problemOf(await callApi("listRuns", { token, ids, query }))).toMatchObject({ errors: [{ field, code }] });
      }
    }
  });
});

describe("syncs and checks", () => {
  it("are paginated, newest first, and each can be fetched by id", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop);
    const ids = { integrationId: shop.integrationId };
    const done: string[] = [];
    for (let count = 0; count < 3; count += 1) done.unshift((await refreshNow(shop)).id);
    const first = await bodyOf(await callApi("listRuns", { token, ids, query: "?limit=2" }), runListSchema);
    expect(first.data.map(({ id }) => id)).toEqual(done.slice(0, 2));
    const rest = await bodyOf(await callApi("listRuns", { token, ids, query: `?limit=2&cursor=${first.nextCursor}` }), runListSchema);
    expect(rest).toMatchObject({ data: [{ id: done[2], status: "succeeded", created: 5, shopCount: 5, ourCount: 5 }], nextCursor: null });
    const alone = await bodyOf(await callApi("getRun", { token, ids: { runId: done[2] ?? "" } }), runSchema);
    expect(alone).toEqual(rest.data[0]);
  });

  it("report verdict and causes of the newest finished check, or that there is none yet", async () => {
    const shop = await connectShop();
    const token = await tokenOf(shop);
    const ids = { integrationId: shop.integrationId };
    expect(await codeOf(await callApi("getLatestCheck", { token, ids }))).toBe("no_check");
    const cause = {
      code: "method_blocked",
      layer: "in_front",
      methods: ["PATCH"],
      userAgents: [],
      addresses: [],
      blocker: "modsecurity",
      affects: ["tracking_out"],
      certainty: "proven",
      evidence: { pass: "a", fail: "b" },
      reason: null,
      details: {},
    };
    const result = {
      schema: 1,
      untested: [],
      url: "https://x.example",
      effectiveUrl: null,
      shopSystem: null,
      shopSystemEvidence: [],
      startedAt: new Date().toISOString(),
      durationMs: 1,
      requests: 2,
      verdict: "degraded",
      server: { software: null, version: null, evidence: [] },
      causes: [cause],
      probes: [],
    };
    const { merchantId, actor } = shop.scope;
    const common = { merchantId, ...ids, trigger: "manual", requestedBy: actor };
    // The state that a check leaves behind.
    const blocked = { where: { ...ids, lane: "tracking_out" }, data: { state: "action_needed" } };
    await inMerchant(merchantId, (tx) => tx.lane.updateMany(blocked));
    await inMerchant(merchantId, (tx) =>
      tx.reachabilityCheck.createMany({
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
    const check = await bodyOf(await callApi("getLatestCheck", { token, ids }), checkSchema);
    const { evidence, reason, details, ...shown } = cause;
    expect(check).toMatchObject({ verdict: "degraded", causeCodes: ["method_blocked"], causes: [shown] });
    const { check: newest } = await bodyOf(await callApi("getIntegration", { token, ids }), integrationSchema);
    expect(newest?.status).toBe("running");
  });
});

describe("Refresh", () => {
  it("starts a sync, returns its URL, and is audited with the token's name", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop, ["sync:write"]);
    const response = await callApi("refreshIntegration", { token, ids: idsOf(shop), headers: { "x-forwarded-for": "192.0.2.44" } });
    expect(response.status).toBe(202);
    const location = response.headers.get("location");
    const { runId, joined } = await bodyOf(response, startedRefreshSchema);
    expect([location, joined]).toEqual([`/api/v1/runs/${runId}`, false]);
    const queued = await bodyOf(await callApi("getRun", { token, ids: { runId } }), runSchema);
    expect(queued).toMatchObject({ status: "queued", trigger: "refresh", requestedBy: "Night watch" });
    await workOn(shop, runId);
    expect(await bodyOf(await callApi("getRun", { token, ids: { runId } }), runSchema)).toMatchObject({ status: "succeeded", created: 5 });
    const [audited] = await inPlatform((tx) =>
      tx.auditEvent.findMany({ where: { integrationId: shop.integrationId, action: "refresh_requested" } }),
    );
    expect(audited).toMatchObject({ actor: { kind: "token", name: "Night watch" }, sourceAddress: "192.0.2.44", details: { runId } });
  });

  it("joins a sync started by a click, and a click joins a sync started by the API", async () => {
    for (const apiFirst of [true, false]) {
      const shop = await openShop();
      const token = await tokenOf(shop, ["sync:write"]);
      const byApi = async () => bodyOf(await callApi("refreshIntegration", { token, ids: idsOf(shop) }), startedRefreshSchema);
      const byPage = async () => {
        const requested = await requestRefresh(shop.scope, shop);
        if (!requested.ok) throw new Error(requested.reason.code);
        return requested.value;
      };
      const [first, second] = apiFirst ? [await byApi(), await byPage()] : [await byPage(), await byApi()];
      expect(second).toEqual({ runId: first.runId, joined: true });
    }
  });

  it("starts one sync for concurrent requests from page and API", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop, ["sync:write"]);
    const answers = await Promise.all([
      requestRefresh(shop.scope, shop).then((requested) => (requested.ok ? requested.value : null)),
      ...Array.from({ length: 5 }, async () =>
        bodyOf(await callApi("refreshIntegration", { token, ids: idsOf(shop) }), startedRefreshSchema),
      ),
    ]);
    expect(new Set(answers.map((answer) => answer?.runId)).size).toBe(1);
    expect(answers.filter((answer) => answer?.joined === false)).toHaveLength(1);
    expect(await inPlatform((tx) => tx.syncRun.count({ where: { integrationId: shop.integrationId } }))).toBe(1);
  });

  it("is refused for a minute after a refresh, with the seconds to wait, in page and API alike", async () => {
    const shop = await openShop();
    const token = await tokenOf(shop, ["sync:write"]);
    await refreshNow(shop);
    const response = await callApi("refreshIntegration", { token, ids: idsOf(shop) });
    expect(response.status).toBe(429);
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await codeOf(response)).toBe("too_soon");
    await clearRefreshLimits(shop);
    expect((await callApi("refreshIntegration", { token, ids: idsOf(shop) })).status).toBe(202);
    // The user clicks in the page after an API call.
    await workOn(
      shop,
      (await inPlatform((tx) => tx.syncRun.findFirstOrThrow({ where: { integrationId: shop.integrationId, status: "queued" } }))).id,
    );
    expect(await requestRefresh(shop.scope, shop)).toMatchObject({ ok: false, reason: { code: "too_soon" } });
  });

  it("requires a token with the permission, and a shop that has a key and is not paused", async () => {
    const [shop, keyless] = [await connectShop(), await connectShop({ credentials: null })];
    const runs = () =>
      inPlatform((tx) => tx.syncRun.count({ where: { integrationId: { in: [shop.integrationId, keyless.integrationId] } } }));
    const denied = await callApi("refreshIntegration", { token: await tokenOf(shop), ids: idsOf(shop) });
    expect(denied.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    expect(await problemOf(denied)).toMatchObject({ status: 403, code: "scope_missing" });
    expect(
      await problemOf(await callApi("refreshIntegration", { token: await tokenOf(keyless, ["sync:write"]), ids: idsOf(keyless) })),
    ).toMatchObject({
      status: 409,
      code: "no_credentials",
    });
    await pauseSync(shop.scope, shop);
    expect(await codeOf(await callApi("refreshIntegration", { token: await tokenOf(shop, ["sync:write"]), ids: idsOf(shop) }))).toBe(
      "paused",
    );
    expect(await runs()).toBe(0);
  });
});

describe("looking up an order", () => {
  it("imports a missing order from the shop, with the requests sent; afterwards it is stored", async () => {
    const shop = await openShop();
    await refreshNow(shop);
    const [template] = [...shop.shop.shop.orders.values()];
    const id = shop.shop.shop.nextOrderId();
    if (!template) throw new Error("the shop is empty");
    const at = { createdAt: new Date(), modifiedAt: new Date(), paidAt: null };
    shop.shop.shop.addOrder({ ...template, ...at, id, number: String(id), status: "pending" });
    const token = await tokenOf(shop, ["sync:write"]);
    const ask = async (query: string) => bodyOf(await callApi("lookUpOrder", { token, query }), orderLookupSchema);
    const first = await ask(`?number=%23${id}`);
    expect(first).toMatchObject({
      data: [
        {
          outcome: "imported",
          orderNumber: String(id),
          unpaidStatus: "pending",
          requests: expect.any(Array),
          explanation: expect.stringContaining(`Order ${id} is not paid yet`),
        },
      ],
      shopsNotAsked: 0,
    });
    expect(first.data[0]?.requests.length).toBeGreaterThan(0);
    expect(await ask(`?number=${id}&integrationId=${shop.integrationId}`)).toMatchObject({ data: [{ outcome: "stored" }] });
    expect(await ask("?number=987654321")).toMatchObject({ data: [{ outcome: "not_in_shop", orderId: null }] });
  });

  it("requires the refresh permission, a number and the merchant's own shop, and is limited per minute", async () => {
    const [shop, other] = [await openShop(1), await openShop(1)];
    const token = await tokenOf(shop, ["sync:write"]);
    const ask = async (query: string, as = token) => codeOf(await callApi("lookUpOrder", { token: as, query }));
    expect(await ask("?number=1", await tokenOf(shop))).toBe("scope_missing");
    expect(await ask("")).toBe("input_invalid");
    expect(await ask(`?number=1&integrationId=${other.integrationId}`)).toBe("not_found");
    expect(await spendQuota({ scope: shop.scope }, "order_lookup", QUOTAS.order_lookup[0].most - 1)).toBeNull();
    const refused = await callApi("lookUpOrder", { token, query: "?number=1" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(refused)).toBe("lookup_limit");
  });
});
