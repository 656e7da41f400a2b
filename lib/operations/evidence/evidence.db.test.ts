import { strFromU8, unzipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { replaceCredentials } from "@/lib/integrations/mutations";
import { readEvidence } from "@/lib/operations/evidence/data";
import { zipEvidence } from "@/lib/operations/evidence/evidence-zip";
import { createReport } from "@/lib/operations/reports/mutations";
import { recordShipments } from "@/lib/orders/tracking/outbox/mutations";
import { pauseSync, resumeSync } from "@/lib/sync/mutations";
import { connectShop } from "@/lib/testing/connect-shop";
import { PLANTED, sampleResult } from "@/lib/testing/report-sample";

afterAll(closeQueue);

/** A shop with every kind of secret in every table that the pack reads, and in others. */
async function plantSecrets() {
  const shop = await connectShop({ baseUrl: "https://bloemen.example/shop" });
  const { scope, integrationId } = shop;
  const { merchantId } = scope;
  const { consumerKey, consumerSecret } = PLANTED;
  await replaceCredentials(scope, integrationId, { consumerKey, consumerSecret }, "https://bloemen.example/shop");
  await inPlatform(async (tx) => {
    await tx.merchant.update({ where: { id: merchantId }, data: { name: PLANTED.memberName } });
    await tx.person.updateMany({
      where: { memberships: { some: { merchantId } } },
      data: { name: PLANTED.memberName, email: PLANTED.memberEmail },
    });
  });
  const actor = { kind: "member" as const, personId: scope.actor.kind === "member" ? scope.actor.personId : "", name: PLANTED.memberName };
  const named = { ...scope, actor };
  const checkId = await inMerchant(merchantId, async (tx) => {
    await tx.integration.updateMany({ where: { id: integrationId }, data: { name: PLANTED.customerEmail } });
    const order = {
      externalId: PLANTED.orderNumber,
      number: PLANTED.orderNumber,
      status: "processing",
      currency: "EUR",
      total: "10",
      customerName: PLANTED.customerName,
      customerEmail: PLANTED.customerEmail,
      billing: { name: PLANTED.customerName },
      placedAt: new Date(),
      modifiedAt: new Date(),
      raw: { billing: PLANTED.customerEmail },
      rawHash: new Uint8Array(32),
    };
    await tx.shopOrder.create({ data: { merchantId, integrationId, ...order } });
    await tx.quarantinedOrder.create({
      data: { merchantId, integrationId, externalId: PLANTED.orderNumber, error: PLANTED.customerEmail, raw: {} },
    });
    await tx.syncRun.create({
      data: {
        merchantId,
        integrationId,
        trigger: "refresh",
        status: "failed",
        requestedBy: actor,
        failure: "server_error",
        failureParams: { status: 503, detail: `${PLANTED.customerEmail} ${PLANTED.consumerSecret}` },
      },
    });
    await recordAudit(tx, named, {
      action: "integration_renamed",
      integrationId,
      details: { from: PLANTED.memberName, to: PLANTED.customerEmail },
    });
    const check = await tx.reachabilityCheck.create({
      data: {
        merchantId,
        integrationId,
        trigger: "manual",
        status: "done",
        verdict: "degraded",
        causeCodes: ["method_blocked"],
        requestedBy: actor,
        result: sampleResult(),
        tlsSeen: {
          at: "2026-11-24T13:10:07.000Z",
          to: "203.0.113.7",
          protocol: "TLSv1.3",
          cipher: "TLS_AES_256_GCM_SHA384",
          trusted: true,
          problem: null,
          chain: [
            {
              subject: "bloemen.example",
              issuer: `CA ${PLANTED.memberEmail}`,
              names: ["bloemen.example"],
              validFrom: "",
              validTo: "",
              fingerprintSha256: "AA:BB",
            },
          ],
        },
      },
    });
    return check.id;
  });
  const parcel = { order: PLANTED.orderNumber, carrier: "dhl", trackingNumber: PLANTED.token, trackingUrl: null };
  await recordShipments(named, { integrationId, source: "form", shipments: [parcel] });
  await createReport(named, { integrationId, checkId, causeIndexes: [0], locale: "en", shownName: PLANTED.memberName, days: 7 });
  await pauseSync(named, { integrationId });
  await resumeSync(named, { integrationId });
  return { scope, integrationId };
}

describe("the evidence pack", () => {
  it("contains matrix, pairs, certificates, versions, history and runs, and none of the planted secrets", async () => {
    const { scope, integrationId } = await plantSecrets();
    const evidence = await readEvidence(scope, integrationId, new Date());
    if (!evidence) throw new Error("no evidence");
    expect(evidence).toMatchObject({
      schema: 1,
      shop: { address: "https://bloemen.example/shop", shopSystem: "woocommerce" },
      newestCheck: {
        server: { software: "nginx", version: "1.26.3" },
        causes: [{ code: "method_blocked", pair: { passed: { method: "GET", status: 401 }, refused: { method: "PATCH", status: 403 } } }],
        matrix: { columns: [{ from: "127.0.0.2" }, { from: "127.0.0.2" }] },
      },
      certificates: { protocol: "TLSv1.3", chain: [{ subject: "bloemen.example", issuer: "CA ***@***" }] },
      // Storing the new key queued the second check.
      checks: [
        { verdict: "degraded", requestedBy: "member", server: { software: "nginx" } },
        { status: "queued", trigger: "connect" },
      ],
      runs: [{ status: "failed", failure: "server_error", requestedBy: "person" }],
    });
    expect(JSON.stringify(evidence["laneChanges"])).toContain("paused");
    const { name, bytes } = zipEvidence(evidence, "note", "bloemen.example", new Date("2026-11-25T09:30:00Z"));
    expect(name).toBe("evidence-bloemen.example-202611250930.zip");
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(["evidence.json", "README.txt"]);
    const text = strFromU8(files["evidence.json"] ?? new Uint8Array());
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(evidence)));
    for (const [kind, secret] of Object.entries(PLANTED)) expect(text, kind).not.toContain(secret);
  });
});
