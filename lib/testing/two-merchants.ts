import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll } from "vitest";
import { DAY_MS, HOUR_MS } from "@/lib/base/units";
import { type MerchantScope, memberScope, type SignedInPerson } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { createIntegration } from "@/lib/integrations/mutations";

/** Part of every text of the owner: wherever it appears, the owner's data leaked. */
export const OWNERS_MARK = "only-for-the-owner";
/** URL of the owner's shop. */
export const OWNERS_ADDRESS = `https://${OWNERS_MARK}.example`;
const NEWEST_RESULT = {
  schema: 1,
  untested: [],
  url: OWNERS_ADDRESS,
  effectiveUrl: null,
  shopSystem: "woocommerce",
  shopSystemEvidence: [],
  verdict: "blocked",
  startedAt: "2026-11-01T10:00:00.000Z",
  durationMs: 12,
  requests: 0,
  causes: [],
  probes: [],
  server: { software: null, version: null, evidence: [] },
};
const CARRIER_PARCEL_ID = "770077007700";

/** A user as identified by the session, with the scope on their own merchant. */
export interface Asker {
  person: SignedInPerson & { sessionId: string };
  scope: MerchantScope;
}

export interface TwoMerchants {
  owner: Asker;
  outsider: Asker;
  /** Ids of the owner's data. */
  ids: {
    merchantId: string;
    integrationId: string;
    runId: string;
    quarantinedId: string;
    /** A waiting backfill. */
    backfillId: string;
    /** Planned maintenance. */
    windowId: string;
    checkId: string;
    incidentId: string;
    orderId: string;
    shipmentId: string;
    /** The shipment's parcel on the carrier platform. */
    carrierParcelId: string;
    threadId: string;
    reportId: string;
    attachmentId: string;
    /** Of a user who has not accepted it yet. */
    invitationId: string;
    apiTokenId: string;
    externalId: string;
  };
}

/** A user with a session and a merchant of their own. */
export async function makeAsker(name: string): Promise<Asker> {
  return inPlatform(async (tx) => {
    const merchant = await tx.merchant.create({ data: { name } });
    const { id: personId, email } = await tx.person.create({
      data: { email: `${name.toLowerCase()}-${merchant.id}@example.com`, name, passwordHash: "none" },
    });
    await tx.membership.create({ data: { merchantId: merchant.id, personId, role: "owner" } });
    const session = await tx.session.create({ data: { personId, expiresAt: new Date(Date.now() + HOUR_MS), userAgent: name } });
    const person = { personId, name, email, isStaff: false, sessionId: session.id };
    const scope = await memberScope(sqlWithin(tx), person, merchant.id);
    if (!scope) throw new Error("no scope");
    return { person, scope };
  });
}

/** Two unrelated merchants; the owner's has one of everything. */
export async function makeTwoMerchants(): Promise<TwoMerchants> {
  const owner = await makeAsker(OWNERS_MARK);
  const outsider = await makeAsker("Outsider");
  const { merchantId } = owner.scope;
  const shop = { name: OWNERS_MARK, shopSystem: "woocommerce", baseUrl: OWNERS_ADDRESS } as const;
  const created = await createIntegration(owner.scope, shop, { key: OWNERS_MARK });
  if (!created.ok) throw new Error(created.reason);
  const { integrationId } = created.value;
  const externalId = `${OWNERS_MARK}-1`;
  const ids = await inMerchant(merchantId, async (tx) => {
    const common = { merchantId, integrationId };
    const actor = owner.scope.actor;
    const at = new Date("2026-11-01T10:00:00Z");
    await tx.lane.updateMany({ where: common, data: { state: "throttled", failures: 3 } });
    await tx.laneTransition.create({
      data: { ...common, lane: "orders_in", fromState: "regular", toState: "throttled", reason: "none", actor },
    });
    const visitor = { kind: "staff", personId: owner.person.personId, name: OWNERS_MARK, reason: null };
    await tx.auditEvent.create({ data: { merchantId, actor: visitor, action: "merchant_opened" } });
    const run = await tx.syncRun.create({ data: { ...common, trigger: "refresh", status: "failed", phase: "done", requestedBy: actor } });
    const backfill = await tx.syncRun.create({
      data: {
        ...common,
        trigger: "backfill",
        status: "waiting",
        windowFrom: at,
        windowTo: new Date(),
        requestedBy: actor,
      },
    });
    const ahead = { startsAt: new Date(Date.now() + DAY_MS), endsAt: new Date(Date.now() + 90_000_000) };
    const window = await tx.maintenanceWindow.create({ data: { ...common, ...ahead, source: "page", createdBy: actor } });
    await tx.silence.create({ data: { ...common, since: new Date(), askedAt: at, expected: 9, runId: run.id } });
    const secrets = {
      maintenanceTokenHash: randomBytes(32),
      webhookSecret: randomBytes(32),
      webhookSecretKeyId: OWNERS_MARK,
      methodFallback: true,
      leftOutStatuses: ["cancelled"],
    };
    await tx.integration.update({ where: { id: integrationId }, data: secrets });
    const asked = { id: "p1", purpose: "root_from_each_address", method: "GET", path: OWNERS_MARK, userAgent: "", from: null };
    const probe = { ...asked, outcome: "answered", reached: "application", passed: true };
    await tx.reachabilityCheck.create({
      data: {
        ...common,
        trigger: "manual",
        status: "done",
        verdict: "blocked",
        requestedBy: actor,
        requestedAt: new Date("2026-10-31"),
        result: { causes: [], probes: [{ ...probe, at: at.toISOString() }] },
      },
    });
    const check = await tx.reachabilityCheck.create({
      data: {
        ...common,
        trigger: "manual",
        status: "done",
        verdict: "blocked",
        requestedBy: actor,
        requestedAt: at,
        result: NEWEST_RESULT,
      },
    });
    const incident = await tx.incident.create({
      data: {
        ...common,
        openedAt: at,
        facts: {
          quietSince: null,
          goodObservations: 0,
          cameBack: 0,
          causes: [],
          asked: null,
          told: { state: null, at: [] },
          lanes: { orders_in: null, tracking_out: null },
        },
      },
    });
    await tx.incidentEntry.create({ data: { merchantId, incidentId: incident.id, at, kind: OWNERS_MARK } });
    const began = { kind: "effect_changed", details: { lane: "orders_in", from: null, to: "delayed", note: OWNERS_MARK } };
    await tx.incidentEntry.create({ data: { merchantId, incidentId: incident.id, at: new Date(), ...began } });
    const judged = { passed: true, judgedAt: at, answeredAt: at, foundAt: at };
    await tx.fixAnswer.create({
      data: {
        ...common,
        ...judged,
        incidentId: incident.id,
        causeCode: "ip_blocked",
        blocker: "nginx",
        recipe: "addresses.nginx",
        answer: "worked",
        text: OWNERS_MARK,
        author: actor,
      },
    });
    await tx.coverageInterval.create({ data: { ...common, coveredFrom: at, coveredTo: new Date() } });
    await tx.recoveryProbe.create({ data: { ...common, passed: false, status: 503, tookMs: 12 } });
    const quarantined = await tx.quarantinedOrder.create({ data: { ...common, externalId: "odd", error: OWNERS_MARK, raw: {} } });
    const text = {
      externalId,
      number: OWNERS_MARK,
      status: OWNERS_MARK,
      currency: "EUR",
      customerName: OWNERS_MARK,
      searchText: OWNERS_MARK,
    };
    const order = await tx.shopOrder.create({
      data: { ...common, ...text, total: "12.50", placedAt: at, modifiedAt: at, raw: {}, rawHash: new Uint8Array(32) },
    });
    const shipment = await tx.shipment.create({
      data: {
        ...common,
        orderId: order.id,
        carrier: OWNERS_MARK,
        trackingNumber: OWNERS_MARK,
        source: "form",
        recordedBy: actor,
        carrierParcelId: BigInt(CARRIER_PARCEL_ID),
      },
    });
    await tx.shopWebhook.create({
      data: { ...common, address: `https://${OWNERS_MARK}.example`, secret: randomBytes(32), secretKeyId: OWNERS_MARK, state: "active" },
    });
    const thread = await tx.supportThread.create({
      data: {
        ...common,
        about: "integration",
        openedBy: actor,
        evidence: {},
        firstWords: OWNERS_MARK,
        lastFrom: "staff",
        merchantReadAt: at,
      },
    });
    await tx.supportMessage.create({ data: { merchantId, threadId: thread.id, author: actor, text: OWNERS_MARK } });
    const report = await tx.sharedReport.create({
      data: {
        ...common,
        tokenHash: new Uint8Array(randomBytes(32)),
        snapshot: {},
        causeCodes: [],
        locale: "en",
        shownName: OWNERS_MARK,
        createdBy: actor,
        expiresAt: new Date(Date.now() + HOUR_MS),
      },
    });
    const answer = await tx.reportMessage.create({
      data: { merchantId, reportId: report.id, side: "host", kind: "message", text: OWNERS_MARK, author: actor, at },
    });
    await tx.incidentEntry.create({
      data: { merchantId, incidentId: incident.id, at, kind: "host_answered", details: { reportId: report.id, answer: "message" } },
    });
    const attachment = await tx.reportAttachment.create({
      data: { merchantId, messageId: answer.id, name: "error.log", type: "text/plain", bytes: OWNERS_MARK.length, text: OWNERS_MARK },
    });
    return {
      runId: run.id,
      quarantinedId: quarantined.id,
      backfillId: backfill.id,
      windowId: window.id,
      checkId: check.id,
      incidentId: incident.id,
      orderId: order.id,
      shipmentId: shipment.id,
      carrierParcelId: CARRIER_PARCEL_ID,
      threadId: thread.id,
      reportId: report.id,
      attachmentId: attachment.id,
    };
  });
  const { invitationId, apiTokenId } = await inPlatform(async (tx) => {
    const incident = await tx.fleetIncident.create({
      data: { startedAt: new Date(), traits: {}, cause: "ip_blocked", mostShops: 5, mostMerchants: 5 },
    });
    await tx.fleetIncidentShop.create({ data: { merchantId, integrationId, incidentId: incident.id } });
    const { id: incidentId } = await tx.incident.findFirstOrThrow({ where: { merchantId } });
    const staffWrote = { snoozeReason: OWNERS_MARK, handoverNote: OWNERS_MARK };
    await tx.incidentWork.create({ data: { merchantId, incidentId, version: 1, assignee: owner.scope.actor, ...staffWrote } });
    const outcome = { integrationId, solvedBy: "host", verdict: "unknown", text: OWNERS_MARK, author: owner.scope.actor, at: new Date() };
    await tx.contactOutcome.create({ data: { merchantId, incidentId, ...outcome } });
    const email = `${OWNERS_MARK}@invited.example`;
    const invitation = await tx.invitation.create({ data: { merchantId, email, role: "member", invitedBy: owner.scope.actor } });
    const expiresAt = new Date(Date.now() + DAY_MS);
    const token = {
      merchantId,
      name: OWNERS_MARK,
      scopes: ["read", "sync:write"],
      tokenHash: randomBytes(32),
      createdBy: owner.scope.actor,
      expiresAt,
    };
    const { id } = await tx.apiToken.create({ data: token });
    return { invitationId: invitation.id, apiTokenId: id };
  });
  return { owner, outsider, ids: { merchantId, integrationId, externalId, invitationId, apiTokenId, ...ids } };
}

let platform: Promise<pg.Client> | null = null;
afterAll(async () => (await platform)?.end());

async function connectPlatform(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  await client.connect();
  // Row-level security also applies to the table owner; the platform's role sees every row.
  await client.query("set role mooring_platform");
  return client;
}

/** All stored data of the owner, in every table with a merchant, plus the owner's user and sessions: to compare before and after. */
export async function everythingOf({ owner, ids }: TwoMerchants): Promise<Record<string, unknown[]>> {
  platform ??= connectPlatform();
  const client = await platform;
  const tables = await client.query<{ name: string }>(
    "select table_name as name from information_schema.columns where column_name = 'merchant_id' and table_schema = 'public' order by 1",
  );
  const rowsOf = ({ name }: { name: string }) => `select '${name}' as name, to_jsonb(t) as row from "${name}" t where merchant_id = $1`;
  const all = await client.query<{ name: string; rows: unknown[] }>({
    name: "everything",
    text: `select name, jsonb_agg(row order by row::text) as rows from (${tables.rows.map(rowsOf).join(" union all ")}) t group by name`,
    values: [ids.merchantId],
  });
  const own = await client.query("select to_jsonb(m) as row from merchant m where id = $1", [ids.merchantId]);
  const people = await client.query(
    "select to_jsonb(p) as row, to_jsonb(s) as session from person p left join session s on s.person_id = p.id where p.id = $1",
    [owner.person.personId],
  );
  const stored = Object.fromEntries(all.rows.map(({ name, rows }) => [name, rows]));
  return { ...stored, merchant: own.rows, people: people.rows };
}
