import { afterAll, expect, it, vi } from "vitest";
import { bodyOf, callApi, problemOf, tokenOf } from "@/app/api/v1/api-calls.fixture";
import { integrationSchema } from "@/lib/api/resources";
import * as shapes from "@/lib/api/resources-account";
import { TOKEN_SCOPES } from "@/lib/api/token-choices";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { connectShop } from "@/lib/testing/connect-shop";
import { logOf } from "@/lib/testing/members";
import { recentOrders, SHOP_KEYS, startSyncedShop } from "@/lib/testing/sync-shop";
import { makeTwoMerchants, OWNERS_MARK } from "@/lib/testing/two-merchants";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});

afterAll(closeQueue);

it("a program manages members and invitations with the right of its owner, and no longer once that person is no owner", async () => {
  const shop = await connectShop();
  const { merchantId } = shop.scope;
  const token = await tokenOf(shop, TOKEN_SCOPES);
  const invited = await bodyOf(await callApi("inviteMember", { token, body: { email: "guest@example.com" } }), shapes.invitationListSchema);
  expect(invited.data).toMatchObject([{ email: "guest@example.com", role: "member" }]);
  const twice = await callApi("inviteMember", { token, body: { email: "guest@example.com" } });
  expect(await problemOf(twice)).toMatchObject({ errors: [{ field: "email", code: "already_invited" }] });
  const invitationId = invited.data[0]?.id ?? "";
  const withdrawn = await callApi("withdrawInvitation", { token, ids: { invitationId } });
  expect((await bodyOf(withdrawn, shapes.invitationListSchema)).data).toEqual([]);
  const [ada] = (await bodyOf(await callApi("listMembers", { token }), shapes.memberListSchema)).data;
  expect(ada).toMatchObject({ name: "Ada", role: "owner" });
  const ids = { personId: ada?.personId ?? "" };
  expect(await problemOf(await callApi("removeMember", { token, ids }))).toMatchObject({ status: 409, code: "last_owner" });
  const log = await bodyOf(await callApi("listAudit", { token, query: "?limit=1" }), shapes.auditListSchema);
  expect(log.data).toMatchObject([{ action: "invitation_withdrawn", actorKind: "token", actor: "Night watch" }]);
  const older = await bodyOf(await callApi("listAudit", { token, query: `?cursor=${log.nextCursor}` }), shapes.auditListSchema);
  expect(older.data[0]?.action).toBe("member_invited");

  await inPlatform((tx) => tx.membership.updateMany({ where: { merchantId }, data: { role: "member" } }));
  expect(await problemOf(await callApi("listInvitations", { token }))).toMatchObject({ status: 403, code: "not_owner" });
});

it("every other owner gets a mail about what a program changed, by which they freeze it", async () => {
  const shop = await connectShop();
  const token = await tokenOf(shop, TOKEN_SCOPES);
  await callApi("inviteMember", { token, body: { email: "guest@example.com", role: "owner" } });
  const { merchantId } = shop.scope;
  const links = await inPlatform((tx) => tx.freezeLink.findMany({ where: { merchantId } }));
  expect(links).toHaveLength(1);
  await inPlatform((tx) => tx.freezeLink.updateMany({ where: { merchantId }, data: { frozenAt: new Date() } }));
  const refused = await callApi("inviteMember", { token, body: { email: "other@example.com" } });
  expect(await problemOf(refused)).toMatchObject({ status: 409, code: "frozen" });
});

it("a program asks support, reads and answers", async () => {
  const { owner, ids } = await makeTwoMerchants();
  const token = await tokenOf(owner, ["support"]);
  const asked = await callApi("askSupport", { token, body: { text: "Why?", integrationId: ids.integrationId } });
  const thread = await bodyOf(asked, shapes.threadSchema);
  expect(thread).toMatchObject({ status: "open", messages: [{ from: "merchant", author: "Night watch", text: "Why?" }] });
  const answered = await callApi("answerThread", { token, ids: { threadId: thread.id }, body: { text: "And now?" } });
  expect((await bodyOf(answered, shapes.threadSchema)).messages.map(({ text }) => text)).toEqual(["Why?", "And now?"]);
  const listed = await bodyOf(await callApi("listThreads", { token }), shapes.threadListSchema);
  expect(listed.data.map(({ id }) => id).sort()).toEqual([thread.id, ids.threadId].sort());
  const limited = await tokenOf(owner, ["support"], [crypto.randomUUID()]);
  expect((await bodyOf(await callApi("listThreads", { token: limited }), shapes.threadListSchema)).data).toEqual([]);
});

it("the signing secret of a webhook is shown once, and left out of a replay", async () => {
  const shop = await connectShop();
  const token = await tokenOf(shop, TOKEN_SCOPES);
  const body = { kind: "webhook", name: "Hook", url: "https://hook.example/x", kinds: ["recovered"] };
  const add = () => callApi("addChannel", { token, body, headers: { "idempotency-key": "hook" } });
  const first = await bodyOf(await add(), shapes.newChannelSchema);
  expect(first.secret).toMatch(/^whsec_/);
  expect(await bodyOf(await add(), shapes.newChannelSchema)).toEqual({ ...first, secret: null });
  const stored = await inPlatform((tx) => tx.apiReplay.findMany({ where: { merchantId: shop.scope.merchantId } }));
  expect(JSON.stringify(stored)).not.toContain(first.secret);
  const ids = { channelId: first.id };
  expect((await callApi("testChannel", { token, ids })).status).toBe(202);
  const renew = () => callApi("renewChannelSecret", { token, ids, headers: { "idempotency-key": "renewed" } });
  const renewed = await bodyOf(await renew(), shapes.newChannelSchema);
  expect(renewed.secret).toMatch(/^whsec_/);
  expect(renewed.secret).not.toBe(first.secret);
  expect(await bodyOf(await renew(), shapes.newChannelSchema)).toEqual({ ...renewed, secret: null });
  const [delivery] = (await bodyOf(await callApi("listDeliveries", { token }), shapes.deliveryListSchema)).data;
  expect(delivery).toMatchObject({ to: "Hook", content: "test", status: "waiting" });
  expect((await bodyOf(await callApi("removeChannel", { token, ids }), shapes.channelListSchema)).data).toEqual([]);
  expect((await renew()).headers.get("idempotency-replayed")).toBe("true");
  expect((await callApi("renewChannelSecret", { token, ids })).status).toBe(404);
  expect((await bodyOf(await callApi("restoreChannel", { token, ids }), shapes.channelListSchema)).data).toMatchObject([{ id: first.id }]);
  expect((await callApi("restoreChannel", { token, ids })).status).toBe(404);
  const chat = await bodyOf(await callApi("addChannel", { token, body: { ...body, kind: "slack" } }), shapes.newChannelSchema);
  const unsigned = await callApi("renewChannelSecret", { token, ids: { channelId: chat.id } });
  expect(await problemOf(unsigned)).toMatchObject({ errors: [{ field: "channelId", code: "channel_unsigned" }] });
});

it("a program records parcels all or none, and corrects and drops one", async () => {
  const { owner, ids: known } = await makeTwoMerchants();
  const token = await tokenOf(owner, TOKEN_SCOPES);
  const ids = { integrationId: known.integrationId };
  const parcel = { order: OWNERS_MARK, carrier: "dhl", trackingNumber: "JJD1" };
  const wrong = await callApi("recordShipments", { token, ids, body: { shipments: [parcel, { ...parcel, order: "none" }] } });
  expect(await problemOf(wrong)).toMatchObject({ errors: [{ field: "shipments.1", code: "order_unknown" }] });
  const recorded = await bodyOf(
    await callApi("recordShipments", { token, ids, body: { shipments: [parcel] } }),
    shapes.recordedShipmentsSchema,
  );
  const shipmentId = recorded.shipmentIds[0] ?? "";
  const elsewhere = { integrationId: crypto.randomUUID(), shipmentId };
  expect((await callApi("sendShipment", { token, ids: elsewhere })).status).toBe(404);
  const change = { carrier: "dhl", trackingNumber: "JJD2" };
  expect((await callApi("correctShipment", { token, ids: { ...ids, shipmentId }, body: change })).status).toBe(200);
  const listed = await bodyOf(await callApi("listShipments", { token, ids }), shapes.shipmentListSchema);
  expect(listed.data.find(({ id }) => id === shipmentId)).toMatchObject({ trackingNumber: "JJD2", status: "waiting", source: "api" });
  const dropped = await callApi("dropShipment", { token, ids: { ...ids, shipmentId } });
  expect(await bodyOf(dropped, shapes.droppedSchema)).toEqual({ dropped: true });
  expect((await logOf(owner.scope.merchantId)).map(({ action }) => action)).toContain("shipments_taken_back");
});

it("a program connects a shop, gives it a tried key, moves and disconnects it", async () => {
  const { shop } = await startSyncedShop(recentOrders(3));
  const owner = await connectShop();
  const token = await tokenOf(owner, TOKEN_SCOPES);
  const body = { url: shop.url, name: "By a program", shopSystem: "woocommerce" };
  const connected = await bodyOf(await callApi("connectIntegration", { token, body }), integrationSchema);
  expect(connected).toMatchObject({ name: "By a program", hasCredentials: false });
  const twice = await callApi("connectIntegration", { token, body });
  expect(await problemOf(twice)).toMatchObject({ errors: [{ field: "url", code: "address_taken" }] });
  const ids = { integrationId: connected.id };
  const setKey = (consumerKey: string | undefined) =>
    callApi("setKey", { token, ids, body: { credentials: { consumerKey, consumerSecret: SHOP_KEYS.consumerSecret } } });
  expect(await problemOf(await setKey("no"))).toMatchObject({ errors: [{ field: "credentials.consumerKey" }] });
  expect(await problemOf(await setKey(`ck_${"0".repeat(40)}`))).toMatchObject({ status: 422, code: "key_refused" });
  expect(await bodyOf(await setKey(SHOP_KEYS.consumerKey), integrationSchema)).toMatchObject({ hasCredentials: true });
  const move = (more: object) => callApi("changeAddress", { token, ids, body: { url: "http://127.0.0.2:8099", ...more } });
  expect(await problemOf(await move({}))).toMatchObject({ errors: [{ field: "withoutKey", code: "key_for_other_address" }] });
  expect(await bodyOf(await move({ withoutKey: true }), integrationSchema)).toMatchObject({ hasCredentials: false });
  const end = (name: string) => callApi("disconnectIntegration", { token, ids, body: { name } });
  expect(await problemOf(await end("Other"))).toMatchObject({ errors: [{ field: "name", code: "name_differs" }] });
  expect((await end("By a program")).status).toBe(200);
  expect((await callApi("getIntegration", { token, ids })).status).toBe(404);
  await shop.close();
});
