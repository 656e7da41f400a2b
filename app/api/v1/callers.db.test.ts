import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bodyOf, callApi, problemOf, tokenOf } from "@/app/api/v1/api-calls.fixture";
import { listApiTokens } from "@/lib/api/data";
import { CALLS_PER_MINUTE, countCall } from "@/lib/api/limits";
import { revokeApiToken } from "@/lib/api/mutations";
import { OPERATION_IDS, OPERATIONS, type OperationId } from "@/lib/api/operations";
import { coverageSchema, integrationListSchema, orderListSchema, orderWithLinesSchema, reportListSchema } from "@/lib/api/resources";
import { newApiToken } from "@/lib/api/token";
import { TOKEN_SCOPES } from "@/lib/api/token-choices";
import { printListCursor } from "@/lib/base/list-cursor";
import { jobPlatformScope, ownerScope } from "@/lib/identity/accounts/access";
import { encodeSession, sessionCookieName } from "@/lib/identity/auth/token";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { orderEvents } from "@/lib/notify/events/order-events";
import { recordEvent } from "@/lib/notify/events/record-events";
import { addChannel } from "@/lib/notify/mutations";
import { addChannelSchema } from "@/lib/notify/schema";
import { requestOrderExport } from "@/lib/orders/export/mutations";
import { workOrderExports } from "@/lib/orders/export/work-exports";
import { readCoverage } from "@/lib/sync/coverage-reads";
import { makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
});

afterAll(closeQueue);

describe("API access", () => {
  let world: TwoMerchants;
  let channelId: string;
  let exportId: string;
  beforeAll(async () => {
    world = await makeTwoMerchants();
    const hook = { kind: "webhook", name: "ERP", url: "https://93.184.215.14/hook", key: "", chat: "", kinds: ["recovered"] } as const;
    const added = await addChannel(world.owner.scope, addChannelSchema.parse(hook));
    channelId = added.ok ? added.value.id : "";
    const filter = { search: "", status: null, tracking: null, from: null, to: null };
    const asked = await requestOrderExport(world.owner.scope, { integrationId: world.ids.integrationId, format: "jsonl", filter });
    exportId = asked.ok ? asked.value.exportId : "";
    await workOrderExports(jobPlatformScope("test"));
  });
  /** One valid call of every operation, on the owner's data. */
  const eachCall = (): [OperationId, Record<string, string>, object?][] => {
    const { integrationId, runId, checkId, windowId, incidentId, orderId, reportId, quarantinedId } = world.ids;
    const { shipmentId, threadId, invitationId } = world.ids;
    const { personId } = world.owner.person;
    const calls: Record<OperationId, [Record<string, string>, object?]> = {
      listIntegrations: [{}],
      getIntegration: [{ integrationId }],
      changeIntegration: [{ integrationId }, { name: OWNERS_MARK }],
      connectIntegration: [{}, { url: "https://new.example", name: "New", shopSystem: "woocommerce" }],
      setKey: [{ integrationId }, { credentials: { consumerKey: `ck_${"0".repeat(40)}`, consumerSecret: `cs_${"0".repeat(40)}` } }],
      changeAddress: [{ integrationId }, { url: "https://127.0.0.1/" }],
      disconnectIntegration: [{ integrationId }, { name: OWNERS_MARK }],
      pauseIntegration: [{ integrationId }],
      resumeIntegration: [{ integrationId }],
      listRuns: [{ integrationId }],
      getCoverage: [{ integrationId }],
      listQuarantinedOrders: [{ integrationId }],
      listOrders: [{ integrationId }],
      getOrder: [{ orderId }],
      exportOrders: [{ integrationId }],
      getExport: [{ exportId }],
      downloadExport: [{ exportId }],
      listReports: [{ integrationId }],
      createReport: [{ integrationId }, { check: { id: checkId, causes: [0] } }],
      revokeReport: [{ integrationId, reportId }],
      remindHost: [{ integrationId, reportId }],
      listReportMessages: [{ integrationId, reportId }],
      replyToHost: [{ integrationId, reportId }, { text: "Why?" }],
      retryQuarantinedOrder: [{ integrationId, quarantinedId }],
      dismissQuarantinedOrder: [{ integrationId, quarantinedId }, { reason: "Why" }],
      restoreQuarantinedOrder: [{ integrationId, quarantinedId }],
      countOrders: [{ integrationId }, { from: "2026-01-01T00:00:00Z" }],
      startBackfill: [{ integrationId }, { from: "2026-01-01T00:00:00Z" }],
      stopRun: [{ runId }],
      getLatestCheck: [{ integrationId }],
      startCheck: [{ integrationId }],
      getCheck: [{ checkId }],
      listCheckRequests: [{ checkId }],
      listMaintenance: [{ integrationId }],
      announceMaintenance: [{ integrationId }, { endsAt: new Date(Date.now() + 60_000).toISOString() }],
      endMaintenance: [{ integrationId }],
      cancelMaintenance: [{ integrationId, windowId }],
      refreshIntegration: [{ integrationId }],
      lookUpOrder: [{}],
      listShipments: [{ integrationId }],
      recordShipments: [{ integrationId }, { shipments: [{ order: "1", carrier: "dhl", trackingNumber: "JJD1" }] }],
      sendAllShipments: [{ integrationId }],
      correctShipment: [
        { integrationId, shipmentId },
        { carrier: "dhl", trackingNumber: "JJD2" },
      ],
      sendShipment: [{ integrationId, shipmentId }],
      dropShipment: [{ integrationId, shipmentId }],
      listMembers: [{}],
      changeMember: [{ personId }, { role: "owner" }],
      removeMember: [{ personId }],
      listInvitations: [{}],
      inviteMember: [{}, { email: "guest@example.com" }],
      sendInvitation: [{ invitationId }],
      withdrawInvitation: [{ invitationId }],
      listAudit: [{}],
      listThreads: [{}],
      getThread: [{ threadId }],
      askSupport: [{}, { text: "Why?", integrationId }],
      answerThread: [{ threadId }, { text: "And now?" }],
      listChannels: [{}],
      addChannel: [{}, { kind: "webhook", name: "Hook", url: "https://hook.example", kinds: ["recovered"] }],
      changeChannel: [{ channelId }, { kinds: [] }],
      removeChannel: [{ channelId: randomUUID() }],
      restoreChannel: [{ channelId: randomUUID() }],
      renewChannelSecret: [{ channelId: randomUUID() }],
      testChannel: [{ channelId: randomUUID() }],
      getChannelEvents: [{ channelId }],
      chooseChannelEvents: [{ channelId }, { events: ["order.imported"] }],
      replayEvents: [{ channelId }, { after: 0 }],
      listEventDeliveries: [{ channelId }],
      resendEvent: [{ channelId, eventId: randomUUID() }],
      listEvents: [{}],
      listDeliveries: [{}],
      resendDelivery: [{ deliveryId: randomUUID() }],
      listIncidents: [{}],
      getIncident: [{ incidentId }],
      getRun: [{ runId }],
    };
    return OPERATION_IDS.map((id) => [id, ...calls[id]]);
  };
  const isWide = (id: OperationId): boolean => "isWide" in OPERATIONS[id];
  const isRead = (id: OperationId): boolean => OPERATIONS[id].method === "GET";

  it("is refused without a token, whatever cookies are sent", async () => {
    const cookie = `${sessionCookieName()}=${await encodeSession(world.owner.person.sessionId)}`;
    for (const [id, ids, body] of eachCall())
      for (const headers of [{}, { cookie }, { cookie, origin: "https://mooring.test" }, { cookie, authorization: "Basic eDp5" }]) {
        const response = await callApi(id, { ids, headers, ...(body ? { body } : {}) });
        expect(response.headers.get("www-authenticate"), id).toMatch(/^Bearer/);
        expect(await problemOf(response), id).toMatchObject({ status: 401, code: "token_missing" });
      }
  });

  it("is refused with an unknown, expired or revoked token, each with its own error code", async () => {
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
        const response = await callApi(id, { token, ids });
        expect(response.headers.get("www-authenticate"), id).toContain('error="invalid_token"');
        expect(await problemOf(response), id).toMatchObject({ status: 401, code });
      }
  });

  it("reveals nothing of another merchant, and answers alike for foreign, unknown and malformed ids", async () => {
    let token = "";
    const limited = await tokenOf(world.owner, TOKEN_SCOPES, [randomUUID()]);
    for (const [place, [id, ids, body]] of eachCall().entries()) {
      // Each token has its own quota of calls.
      if (place % 20 === 0) token = await tokenOf(world.outsider, TOKEN_SCOPES);
      const query = id === "lookUpOrder" ? `?number=1&integrationId=${world.ids.integrationId}` : "";
      const call = { ids, query, ...(body ? { body } : {}) };
      const response = await callApi(id, { token, ...call });
      const text = await response.clone().text();
      expect(text, id).not.toContain(OWNERS_MARK);
      if (id === "listIntegrations" || id === "listIncidents") {
        const { answer } = OPERATIONS[id];
        expect(await bodyOf<typeof answer>(response, answer)).toEqual({ data: [], nextCursor: null });
        expect((await bodyOf<typeof answer>(await callApi(id, { token: limited }), answer)).data).toEqual([]);
        continue;
      }
      if (!OPERATIONS[id].path.includes("{") && id !== "lookUpOrder" && id !== "askSupport") {
        if (isWide(id))
          expect(await problemOf(await callApi(id, { token: limited, ...call })), id).toMatchObject({ code: "token_limited" });
        continue;
      }
      expect(response.status, id).toBe(404);
      // A token for other shops of the same merchant finds as little.
      expect((await callApi(id, { token: limited, ...call })).status, id).toBe(isWide(id) ? 403 : 404);
      if (id === "lookUpOrder" || id === "askSupport") continue;
      for (const wrong of [randomUUID(), "1", "../x"]) {
        const alike = await callApi(id, { token, ...call, ids: Object.fromEntries(Object.keys(ids).map((name) => [name, wrong])) });
        expect([alike.status, await alike.text()], id).toEqual([404, text]);
      }
    }
    const cursor = `?cursor=${printListCursor({ at: new Date(0), id: randomUUID() })}`;
    expect((await bodyOf(await callApi("listIntegrations", { token, query: cursor }), integrationListSchema)).data).toEqual([]);
    expect(await inPlatform((tx) => tx.syncRun.count({ where: { integrationId: world.ids.integrationId, status: "queued" } }))).toBe(0);
  });

  it("is granted to the owner's token for every read", async () => {
    const { integrationId } = world.ids;
    const shop = { scope: world.owner.scope, integrationId };
    const failed = { shipmentId: randomUUID(), failure: "order_missing" };
    await inMerchant(shop.scope.merchantId, (tx) => recordEvent(tx, shop, "parcel.failed", failed));
    await orderEvents(jobPlatformScope("test"));
    const token = await tokenOf(world.owner, TOKEN_SCOPES);
    for (const [id, ids] of eachCall().filter(([operation]) => isRead(operation))) {
      const response = await callApi(id, { token, ids });
      expect(response.status, id).toBe(200);
      const tag = response.headers.get("etag") ?? "";
      const text = await response.text();
      if (id === "downloadExport") {
        expect(text, id).toContain(world.ids.orderId);
        continue;
      }
      if (id === "listShipments") expect(text, id).toContain(world.ids.orderId);
      else if (id === "listReportMessages") expect(text, id).toContain(world.ids.reportId);
      else if (id !== "listMaintenance" && !isWide(id)) expect(text, id).toContain(Object.values(ids)[0] ?? world.ids.integrationId);
      const again = await callApi(id, { token, ids, headers: { "if-none-match": tag } });
      // Only a state that changed by itself meanwhile is sent again.
      if (again.status !== 304) expect(await again.text(), id).not.toBe(text);
    }
  });

  it("lists reports without links, coverage as stored, and orders by filter and page", async () => {
    const token = await tokenOf(world.owner, ["orders:read"]);
    const ids = { integrationId: world.ids.integrationId };
    const reports = await bodyOf(await callApi("listReports", { token, ids }), reportListSchema);
    expect(reports.data).toMatchObject([{ id: world.ids.reportId, openedCount: 0, revokedAt: null }]);
    const coverage = await bodyOf(await callApi("getCoverage", { token, ids }), coverageSchema);
    const known = await readCoverage(world.owner.scope, ids.integrationId);
    expect(coverage).toMatchObject({ covered: { from: known?.from.toISOString() }, gaps: [], unreadable: 1 });
    const all = await bodyOf(await callApi("listOrders", { token, ids }), orderListSchema);
    expect(all.data.map(({ id }) => id)).toContain(world.ids.orderId);
    for (const query of ["?search=no-such-order", "?status=no-such-status", "?to=2000-01-01"])
      expect((await bodyOf(await callApi("listOrders", { token, ids, query }), orderListSchema)).data, query).toEqual([]);
    const order = await bodyOf(await callApi("getOrder", { token, ids: { orderId: world.ids.orderId } }), orderWithLinesSchema);
    expect(order).toMatchObject({ id: world.ids.orderId, integrationId: ids.integrationId });
    const first = await bodyOf(await callApi("listOrders", { token, ids, query: "?limit=1" }), orderListSchema);
    expect(first.data).toEqual(all.data.slice(0, 1));
    for (const [query, field] of [
      ["?tracking=lost", "tracking"],
      ["?from=2026-02-31", "from"],
      ["?cursor=x", "cursor"],
    ] as const)
      expect(await problemOf(await callApi("listOrders", { token, ids, query })), query).toMatchObject({ errors: [{ field }] });
  });

  it("needs the scope of each operation, and names the missing one", async () => {
    const lacking = new Map<string, string>();
    for (const scope of TOKEN_SCOPES) {
      const others = TOKEN_SCOPES.filter((other) => other !== scope);
      lacking.set(scope, await tokenOf(world.owner, others));
    }
    for (const [id, ids, body] of eachCall().filter(([operation]) => OPERATIONS[operation].scope !== "read")) {
      const { scope } = OPERATIONS[id];
      const token = lacking.get(scope) ?? "";
      const refused = await callApi(id, { token, ids, ...(body ? { body } : {}) });
      expect(refused.headers.get("www-authenticate"), id).toContain(`scope="${scope}"`);
      expect(await problemOf(refused), id).toMatchObject({ status: 403, code: "scope_missing", scope });
    }
  });

  it("refuses a query parameter that it does not know", async () => {
    const token = await tokenOf(world.owner, TOKEN_SCOPES);
    for (const [id, ids, body] of eachCall()) {
      const query = id === "lookUpOrder" ? "?number=1&colour=red" : "?colour=red";
      expect(await problemOf(await callApi(id, { token, ids, query, ...(body && { body }) })), id).toMatchObject({
        status: 400,
        errors: [{ field: "colour", code: "field_unknown" }],
      });
    }
  });

  it("refuses a body that is no JSON, too large, or has unknown fields, with the field", async () => {
    const token = await tokenOf(world.owner, TOKEN_SCOPES);
    // One token may not make so many calls in a minute.
    const other = await tokenOf(world.owner, TOKEN_SCOPES);
    for (const [id, ids, body = {}] of eachCall().filter(([operation]) => !isRead(operation))) {
      const query = id === "lookUpOrder" ? "?number=1" : "";
      for (const [broken, code] of [
        ["{", "not_json"],
        [JSON.stringify({ name: "x".repeat(70_000) }), "too_large"],
      ] as const)
        expect(await problemOf(await callApi(id, { token, ids, query, body: broken })), id).toMatchObject({
          status: 400,
          errors: [{ field: "body", code }],
        });
      const unknown = await callApi(id, { token: other, ids, query, body: { ...body, colour: "red" } });
      expect(await problemOf(unknown), id).toMatchObject({ status: 400, errors: [{ field: "colour", code: "field_unknown" }] });
    }
    const ids = { integrationId: world.ids.integrationId };
    for (const [id, body, field, code] of [
      ["changeIntegration", { name: 5 }, "name", "field_invalid"],
      ["changeIntegration", [], "body", "field_invalid"],
      ["announceMaintenance", { endsAt: "tomorrow" }, "endsAt", "time_invalid"],
    ] as const)
      expect(await problemOf(await callApi(id, { token, ids, body })), id).toMatchObject({ status: 400, errors: [{ field, code }] });
  });

  it("refuses text that cannot be stored as it is, and bodies nested thousands of times, before anything else reads them", async () => {
    const token = await tokenOf(world.owner, TOKEN_SCOPES);
    const ids = { integrationId: world.ids.integrationId };
    for (const [body, field, code] of [
      ['{"name":"\\u0000"}', "body", "text_invalid"],
      ['{"name":"\\ud800"}', "body", "text_invalid"],
      [`${"[".repeat(30_000)}${"]".repeat(30_000)}`, "body", "field_invalid"],
      [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), "body", "not_utf8"],
    ] as const)
      expect(await problemOf(await callApi("changeIntegration", { token, ids, body })), code).toMatchObject({ errors: [{ field, code }] });
    for (const id of ["listOrders", "listEvents"] as const)
      expect(await problemOf(await callApi(id, { token, ids, query: "?search=%00" })), id).toMatchObject({
        status: 400,
        errors: [{ field: "search", code: "text_invalid" }],
      });
    for (const [id, from, code] of [
      ["listEvents", "0000-01-01T00:00:00Z", "time_invalid"],
      ["listEvents", "0001-01-01T00:00:00%2B14:00", "time_invalid"],
      ["listOrders", "0000-01-01", "day_invalid"],
      ["listAudit", "0000-01-01", "day_invalid"],
    ] as const)
      expect(await problemOf(await callApi(id, { token, ids, query: `?from=${from}` })), from).toMatchObject({
        status: 400,
        errors: [{ field: "from", code }],
      });
  });

  it("is limited per token and minute, with the remaining calls in the headers", async () => {
    const token = await tokenOf(world.outsider);
    const first = await callApi("listIntegrations", { token });
    const left = (response: Response) => ["limit", "remaining", "reset"].map((name) => Number(response.headers.get(`ratelimit-${name}`)));
    expect(left(first).slice(0, 2)).toEqual([CALLS_PER_MINUTE, CALLS_PER_MINUTE - 1]);
    const own = ownerScope(world.outsider.scope);
    const [view] = own ? await listApiTokens(own) : [];
    await Promise.all(Array.from({ length: CALLS_PER_MINUTE - 1 }, () => countCall(view?.id ?? "")));
    // A call refused for lack of permission counts as well.
    for (const id of ["listIntegrations", "refreshIntegration"] as const) {
      const refused = await callApi(id, { token, ids: { integrationId: world.ids.integrationId } });
      expect(left(refused).slice(0, 2)).toEqual([CALLS_PER_MINUTE, 0]);
      expect(Number(refused.headers.get("retry-after"))).toBe(left(refused)[2]);
      expect(await problemOf(refused)).toMatchObject({ status: 429, code: "rate_limited" });
    }
    expect((await callApi("listIntegrations", { token: await tokenOf(world.outsider) })).status).toBe(200);
  });
});
