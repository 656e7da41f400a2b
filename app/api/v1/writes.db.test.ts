import { afterAll, expect, it, vi } from "vitest";
import { bodyOf, callApi, problemOf, tokenOf } from "@/app/api/v1/api-calls.fixture";
import { checkRequestsSchema } from "@/lib/api/findings";
import { pruneReplays } from "@/lib/api/idempotency";
import {
  checkSchema,
  integrationSchema,
  maintenanceListSchema,
  maintenanceSchema,
  reportMessageListSchema,
  runSchema,
  startedCheckSchema,
} from "@/lib/api/resources";
import { TOKEN_SCOPES } from "@/lib/api/token-choices";
import { DAY_MS } from "@/lib/base/units";
import { executeCheck } from "@/lib/check/execute-check";
import { runCheck } from "@/lib/check/probe/check-shop";
import { retestCause } from "@/lib/check/probe/retest";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { connectShop } from "@/lib/testing/connect-shop";
import { logOf } from "@/lib/testing/members";
import { LOOPBACK, recentOrders, startSyncedShop, workOn } from "@/lib/testing/sync-shop";
import { makeTwoMerchants } from "@/lib/testing/two-merchants";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});

afterAll(closeQueue);

const CHECKING = { outside: LOOPBACK, signal: new AbortController().signal, engine: runCheck, retest: retestCause, again: null };
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

it("twenty parallel calls with one Idempotency-Key announce one maintenance window, and all get its answer", async () => {
  const shop = await connectShop();
  const token = await tokenOf(shop, TOKEN_SCOPES);
  const ids = { integrationId: shop.integrationId };
  const body = { startsAt: inHours(5), endsAt: inHours(6) };
  const headers = { "idempotency-key": "deploy-7" };
  const announce = () => callApi("announceMaintenance", { token, ids, body, headers });
  const answers = await Promise.all(Array.from({ length: 20 }, announce));
  const windows = await Promise.all(answers.map((answer) => bodyOf(answer, maintenanceSchema)));
  expect(new Set(windows.map(({ id }) => id)).size).toBe(1);
  expect(answers.filter((answer) => answer.headers.get("idempotency-replayed") === "true")).toHaveLength(19);
  expect((await bodyOf(await callApi("listMaintenance", { token, ids }), maintenanceListSchema)).data).toHaveLength(1);
  expect((await logOf(shop.scope.merchantId)).filter(({ action }) => action === "maintenance_planned")).toHaveLength(1);

  const other = await callApi("announceMaintenance", { token, ids, body: { ...body, endsAt: inHours(7) }, headers });
  expect(await problemOf(other)).toMatchObject({ status: 422, code: "key_reused" });
  const wrong = await callApi("announceMaintenance", { token, ids, body, headers: { "idempotency-key": "with spaces" } });
  expect(await problemOf(wrong)).toMatchObject({ status: 400, errors: [{ field: "Idempotency-Key", code: "key_invalid" }] });
  // Another token's key is another key.
  const second = await tokenOf(shop, TOKEN_SCOPES);
  const again = await bodyOf(await callApi("announceMaintenance", { token: second, ids, body, headers }), maintenanceSchema);
  expect(again.id).not.toBe(windows[0]?.id);

  await pruneReplays(jobPlatformScope("test"), new Date(Date.now() + DAY_MS + 1_000));
  expect(await inPlatform((tx) => tx.apiReplay.count({ where: { merchantId: shop.scope.merchantId } }))).toBe(0);
});

it("a call that is refused for now may be sent again with the same key", async () => {
  const shop = await connectShop();
  const token = await tokenOf(shop, TOKEN_SCOPES);
  const ids = { integrationId: shop.integrationId };
  const start = (key: string) => callApi("startCheck", { token, ids, headers: { "idempotency-key": key } });
  const { checkId } = await bodyOf(await start("one"), startedCheckSchema);
  await inPlatform((tx) => tx.reachabilityCheck.updateMany({ where: { id: checkId }, data: { status: "done" } }));
  expect(await problemOf(await start("two"))).toMatchObject({ status: 429, code: "too_soon" });
  await inPlatform((tx) => tx.reachabilityCheck.updateMany({ where: { id: checkId }, data: { requestedAt: new Date(0) } }));
  expect((await bodyOf(await start("two"), startedCheckSchema)).checkId).not.toBe(checkId);
  expect((await bodyOf(await start("one"), startedCheckSchema)).checkId).toBe(checkId);
});

it("maintenance is announced, listed, ended and cancelled by a program, as in the pages", async () => {
  const shop = await connectShop();
  const token = await tokenOf(shop, TOKEN_SCOPES);
  const ids = { integrationId: shop.integrationId };
  const now = await bodyOf(await callApi("announceMaintenance", { token, ids, body: { endsAt: inHours(2) } }), maintenanceSchema);
  expect(now).toMatchObject({ by: "Night watch", source: "api" });
  const during = await bodyOf(await callApi("getIntegration", { token, ids }), integrationSchema);
  expect(during.lanes.orders_in.why.code).toBe("window_announced");
  const later = await bodyOf(
    await callApi("announceMaintenance", { token, ids, body: { startsAt: inHours(5), endsAt: inHours(6) } }),
    maintenanceSchema,
  );
  const ended = await bodyOf(await callApi("endMaintenance", { token, ids }), integrationSchema);
  expect(ended.lanes.orders_in.why.code).not.toBe("window_announced");
  const listed = await bodyOf(await callApi("listMaintenance", { token, ids }), maintenanceListSchema);
  expect(listed.data.map(({ id }) => id)).toEqual([later.id]);
  const cancel = () => callApi("cancelMaintenance", { token, ids: { ...ids, windowId: later.id } });
  expect((await bodyOf(await cancel(), maintenanceListSchema)).data).toEqual([]);
  expect((await cancel()).status).toBe(404);
  const wrong = await callApi("announceMaintenance", { token, ids, body: { startsAt: inHours(3), endsAt: inHours(2) } });
  expect(await problemOf(wrong)).toMatchObject({ status: 422, errors: [{ field: "endsAt", code: "ends_before_it_begins" }] });
});

it("a shop is renamed, paused and resumed, and each answer shows it as it is now", async () => {
  const shop = await connectShop();
  const token = await tokenOf(shop, TOKEN_SCOPES);
  const ids = { integrationId: shop.integrationId };
  const change = { name: "By a program", syncIntervalMinutes: 60 };
  expect(await bodyOf(await callApi("changeIntegration", { token, ids, body: change }), integrationSchema)).toMatchObject({
    name: change.name,
  });
  const stored = await inPlatform((tx) => tx.integration.findFirst({ where: { id: shop.integrationId } }));
  expect(stored?.syncIntervalSeconds).toBe(3_600);
  expect((await bodyOf(await callApi("pauseIntegration", { token, ids }), integrationSchema)).lanes.orders_in.state).toBe("paused");
  expect((await bodyOf(await callApi("resumeIntegration", { token, ids }), integrationSchema)).lanes.orders_in.state).not.toBe("paused");
  expect((await callApi("changeIntegration", { token, ids, body: { syncIntervalMinutes: 7 } })).status).toBe(400);
});

it("a check and a Refresh answer with their result if the caller waits for it, and with 202 otherwise", async () => {
  const shop = await startSyncedShop(recentOrders(3));
  const token = await tokenOf(shop, TOKEN_SCOPES);
  const ids = { integrationId: shop.integrationId };
  const headers = { prefer: "respond-async, wait=20" };
  const refreshed = callApi("refreshIntegration", { token, ids, headers });
  const run = () => inPlatform((tx) => tx.syncRun.findFirst({ where: { integrationId: shop.integrationId, status: "queued" } }));
  await expect.poll(run).not.toBeNull();
  await workOn(shop, (await run())?.id ?? "");
  const answer = await refreshed;
  expect(answer.status).toBe(200);
  expect(answer.headers.get("location")).toMatch(/^\/api\/v1\/runs\//);
  expect(await bodyOf(answer, runSchema)).toMatchObject({ status: "succeeded", shopCount: 3, ourCount: 3 });

  const started = await callApi("startCheck", { token, ids });
  expect(started.status).toBe(202);
  const { checkId } = await bodyOf(started, startedCheckSchema);
  expect(await bodyOf(await callApi("getCheck", { token, ids: { checkId } }), checkSchema)).toMatchObject({ status: "queued" });
  expect(await bodyOf(await callApi("listCheckRequests", { token, ids: { checkId } }), checkRequestsSchema)).toMatchObject({
    requests: [],
  });
  await executeCheck(jobScope("check-shop", shop.scope.merchantId), { integrationId: shop.integrationId, checkId }, CHECKING);
  const { requests, findings } = await bodyOf(await callApi("listCheckRequests", { token, ids: { checkId } }), checkRequestsSchema);
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.every(({ passed, answer }) => passed && answer !== "")).toBe(true);
  expect(findings).toEqual([]);
  await shop.shop.close();
});

it("a program hides statuses and switches the fallback of a shop, where the shop's system has one", async () => {
  const shop = await connectShop();
  const token = await tokenOf(shop, ["shops:write"]);
  const ids = { integrationId: shop.integrationId };
  const stored = () => inPlatform((tx) => tx.integration.findFirstOrThrow({ where: { id: shop.integrationId } }));
  const body = { hiddenStatuses: ["cancelled", "failed"], methodFallback: true };
  await bodyOf(await callApi("changeIntegration", { token, ids, body }), integrationSchema);
  expect(await stored()).toMatchObject({ leftOutStatuses: ["cancelled", "failed"], methodFallback: true });
  await inPlatform((tx) => tx.integration.updateMany({ where: { id: shop.integrationId }, data: { shopSystem: "shopify" } }));
  const refused = await problemOf(await callApi("changeIntegration", { token, ids, body: { methodFallback: false } }));
  expect(refused).toMatchObject({ status: 400, errors: [{ field: "methodFallback", code: "no_fallback" }] });
});

it("a program reads what hosts write, and answers as its token", async () => {
  const { owner, ids: all } = await makeTwoMerchants();
  const ids = { integrationId: all.integrationId, reportId: all.reportId };
  const token = await tokenOf(owner, ["check:write"]);
  await inPlatform((tx) => tx.sharedReport.updateMany({ where: { id: ids.reportId }, data: { expiresAt: new Date(Date.now() + DAY_MS) } }));
  const replied = await callApi("replyToHost", { token, ids, body: { text: "Which rule was it?" } });
  expect(replied.status).toBe(201);
  const { data } = await bodyOf(replied, reportMessageListSchema);
  expect(data.map(({ side, by }) => ({ side, by }))).toEqual([
    { side: "host", by: null },
    { side: "merchant", by: "Night watch" },
  ]);
  expect(await problemOf(await callApi("replyToHost", { token, ids, body: { text: " " } }))).toMatchObject({ status: 400 });
});
