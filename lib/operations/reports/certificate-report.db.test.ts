import { afterAll, expect, it } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { storeEndings } from "@/lib/health/endings/watch-endings";
import { listAuditEntries } from "@/lib/identity/audit/data";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { finalizeReports } from "@/lib/operations/reports/finalize-reports";
import { findReport, type OpenReport } from "@/lib/operations/reports/find-report";
import { createCertificateReport, requestHostTest } from "@/lib/operations/reports/mutations";
import { makeReportPdf } from "@/lib/operations/reports/pdf/report-pdf";
import { viewReport } from "@/lib/operations/reports/report-view";
import { titleOfReport } from "@/lib/operations/reports/report-words";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { reportTranslators, sampleResult } from "@/lib/testing/report-sample";
import { subscribeReactions } from "@/worker/reactions";

afterAll(closeQueue);

const egress = { addresses: ["127.0.0.2"], control: null };
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const validity = { names: ["shop.example"], validFrom: inDays(-80).toISOString() };

/** As the daily examination stores it: a leaf that expires in `days`, with its intermediate. */
const certificate = (days: number) => {
  const leaf = {
    ...validity,
    subject: "shop.example",
    issuer: "R11, Issuer",
    validTo: inDays(days).toISOString(),
    fingerprintSha256: "AA:01",
  };
  const above = { ...validity, subject: "R11, Issuer", issuer: "Root", validTo: inDays(900).toISOString(), fingerprintSha256: "BB:02" };
  const { subject, issuer } = leaf;
  const details = { subject, issuer, digest: leaf.fingerprintSha256, host: "shop.example", chain: [leaf, above] };
  return { kind: "certificate" as const, endsAt: new Date(leaf.validTo), details };
};

const store = ({ scope, integrationId }: ConnectedShop, days: number): Promise<void> =>
  storeEndings(scope, integrationId, { endings: [certificate(days)], unknown: [] }, new Date());

async function openLink(token: string): Promise<OpenReport> {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") throw new Error(found.kind);
  return found.report;
}

it("a certificate report shows expiry, issuer, chain and fix, and turns fixed once a later expiry is seen", async () => {
  subscribeReactions();
  const shop = await connectShop();
  const { scope, integrationId } = shop;
  const input = { integrationId, locale: "en" as const, shownName: "Bloemen B.V.", days: 30 };
  expect(await createCertificateReport(scope, input), "nothing ends").toMatchObject({ ok: false, reason: "not_found" });
  await inMerchant(scope.merchantId, (tx) =>
    tx.integration.updateMany({ where: { id: integrationId }, data: { serverSoftware: "nginx" } }),
  );
  await store(shop, 12);
  const made = await createCertificateReport(scope, input);
  if (!made.ok) throw new Error(made.reason);
  const report = await openLink(made.value.token);
  const view = viewReport(report.snapshot, null, egress, report.greenAt);
  expect(view).toMatchObject({
    isGreen: false,
    server: "nginx",
    certificate: {
      host: "shop.example",
      subject: "shop.example",
      issuer: "R11, Issuer",
      digest: "AA:01",
      chain: [{ subject: "shop.example" }, { subject: "R11, Issuer", issuer: "Root" }],
    },
  });
  expect(view.certificate?.fixes[0]).toMatchObject({ id: "tls_expired.nginx", found: true });
  const words = await reportTranslators("en");
  expect(titleOfReport(words.reports, "en", view)).toContain("The certificate of shop.example expires on");
  expect((await makeReportPdf({ view, made: report, locale: "en", words })).byteLength).toBeGreaterThan(1_000);
  expect(await requestHostTest(report), "a certificate needs no requests to the shop").toMatchObject({ ok: false });

  await inMerchant(scope.merchantId, (tx) => finalizeReports(tx, scope, integrationId, sampleResult({ causes: [] })));
  expect((await openLink(made.value.token)).greenAt, "a healthy check proves no renewal").toBeNull();
  await store(shop, 90);
  const renewed = await openLink(made.value.token);
  expect(viewReport(renewed.snapshot, null, egress, renewed.greenAt).isGreen).toBe(true);
  expect((await listAuditEntries(scope, { integrationId })).map(({ action }) => action)).toEqual(
    expect.arrayContaining(["host_report_made", "host_report_green"]),
  );
});
