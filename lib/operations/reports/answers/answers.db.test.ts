import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/identity/audit/data";
import { findNewestIncident, recordIncidentEvent } from "@/lib/incidents/record";
import type { FoundCause } from "@/lib/incidents/transitions";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { listNotes } from "@/lib/notify/data";
import { readNotes } from "@/lib/notify/read-notes";
import { listAnswersInIncident, listReportMessages } from "@/lib/operations/reports/answers/data";
import { answerReport, replyToHost } from "@/lib/operations/reports/answers/mutations";
import { hostAnswerSchema } from "@/lib/operations/reports/answers/schema";
import { findReport, type OpenReport } from "@/lib/operations/reports/find-report";
import { countOpening, createReport, revokeReport } from "@/lib/operations/reports/mutations";
import { readReport } from "@/lib/operations/reports/read-report";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { sampleResult } from "@/lib/testing/report-sample";

afterAll(closeQueue);

const url = "https://bloemen.example";

async function makeReport(): Promise<{ shop: ConnectedShop; token: string; reportId: string; report: OpenReport }> {
  const shop = await connectShop({ baseUrl: url });
  const { scope, integrationId } = shop;
  const { merchantId } = scope;
  const check = await inMerchant(merchantId, (tx) =>
    tx.reachabilityCheck.create({
      data: { merchantId, integrationId, trigger: "manual", status: "done", requestedBy: {}, result: sampleResult({ url }) },
      select: { id: true },
    }),
  );
  const input = { integrationId, checkId: check.id, causeIndexes: [0], locale: "de" as const, shownName: "", days: 7 };
  const made = await createReport(scope, input);
  if (!made.ok) throw new Error(made.reason);
  const found = await findReport(made.value.token, new Date());
  if (found.kind !== "open") throw new Error(found.kind);
  return { shop, ...made.value, report: found.report };
}

let made: Awaited<ReturnType<typeof makeReport>>;
beforeAll(async () => {
  made = await makeReport();
});

describe("a host's answer on a report", () => {
  it("needs words unless it says that the block is fixed", () => {
    expect(hostAnswerSchema.safeParse({ kind: "fixed", text: "" }).success).toBe(true);
    for (const kind of ["need_more", "not_ours", "message"])
      expect(hostAnswerSchema.safeParse({ kind, text: "  \n " }).success).toBe(false);
    expect(hostAnswerSchema.safeParse({ kind: "message", text: "x".repeat(4_001) }).success).toBe(false);
    expect(hostAnswerSchema.safeParse({ kind: "solved", text: "x" }).success).toBe(false);
  });

  it("reaches the merchant as a note with its words, in the log and in the incident, with keys masked", async () => {
    const { shop, report, reportId } = made;
    const { scope, integrationId } = shop;
    const now = new Date();
    await inMerchant(scope.merchantId, async (tx) => {
      const refused = { addresses: ["192.0.2.1"], userAgents: [], methods: [] };
      const cause: FoundCause = { code: "ip_blocked", blocker: null, fixer: "hosting_provider", scope: refused, lanes: ["orders_in"] };
      const event = { kind: "check_completed", checkId: "c1", causes: [cause], cleared: [] } as const;
      await recordIncidentEvent(tx, scope, { integrationId, now, event });
      const asked = { reportId, causes: ["ip_blocked"], how: "link" as const, to: null };
      await recordIncidentEvent(tx, scope, { integrationId, now, event: { kind: "report_shared", asked } });
    });
    const text = "Which rule? Not with ck_0123456789abcdef";
    expect(await answerReport(report, { kind: "need_more", text })).toEqual({ ok: true, value: true });
    const [note] = (await listNotes(scope)).entries;
    expect(note).toMatchObject({ kind: "host_answered", integrationId });
    const [readable] = await readNotes(scope.merchantId, [note?.id ?? ""]);
    expect(readable?.answer).toBe("Which rule? Not with •••");
    expect((await listAuditEntries(scope, { integrationId }))[0]).toMatchObject({ action: "host_report_answered" });
    const incident = await inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId));
    expect(incident?.asked?.answer).toMatchObject({ kind: "need_more", repliedAt: null });
    const inIncident = await listAnswersInIncident(scope, incident?.id ?? "");
    expect(
      inIncident.map(({ text: words }) => words),
      "on the incident's own page",
    ).toEqual(["Which rule? Not with •••"]);
  });

  it("can be replied to, and the host reads the reply on the report without the member's name", async () => {
    const { shop, token, reportId } = made;
    const { scope, integrationId } = shop;
    expect(await replyToHost(scope, { integrationId, reportId, text: "The second one." })).toEqual({ ok: true, value: true });
    const messages = await listReportMessages(scope, [reportId]);
    expect(messages.map(({ side, kind, text }) => [side, kind, text])).toEqual([
      ["host", "need_more", "Which rule? Not with •••"],
      ["merchant", "message", "The second one."],
    ]);
    const seen = await readReport(token);
    expect(seen?.messages.map(({ text }) => text)).toContain("The second one.");
    const incident = await inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId));
    expect(incident?.asked?.answer?.repliedAt).not.toBeNull();
  });

  it("is bounded per report", async () => {
    const { report, shop } = made;
    const { merchantId, actor } = shop.scope;
    const said = { merchantId, reportId: report.reportId, side: "host", kind: "message", text: "x", author: actor, at: new Date() };
    await inMerchant(merchantId, (tx) => tx.reportMessage.createMany({ data: Array.from({ length: 99 }, () => said) }));
    expect(await answerReport(report, { kind: "message", text: "One more" })).toEqual({ ok: false, reason: "too_many" });
  });

  it("keeps the language that the host chose for the next time, and nothing after the report was revoked", async () => {
    const { shop, token, report, reportId } = await makeReport();
    await countOpening(report, "nl");
    const again = await findReport(token, new Date());
    expect(again.kind === "open" && again.report.locale).toBe("nl");
    const { scope, integrationId } = shop;
    await revokeReport(scope, { integrationId, reportId });
    expect(await replyToHost(scope, { integrationId, reportId, text: "Hello" })).toEqual({ ok: false, reason: "not_found" });
    await inPlatform((tx) => tx.sharedReport.deleteMany({ where: { id: reportId } }));
    expect(await listReportMessages(scope, [reportId])).toEqual([]);
  });
});
