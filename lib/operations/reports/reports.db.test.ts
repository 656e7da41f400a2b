import { afterAll, describe, expect, it, vi } from "vitest";
import { type CheckView, latestCheck } from "@/lib/check/data";
import { executeCheck } from "@/lib/check/execute-check";
import { requestCheck, TEST_AGAIN_PAUSE_SECONDS } from "@/lib/check/mutations";
import { runCheck } from "@/lib/check/probe/check-shop";
import { RETEST_REQUESTS, retestCause } from "@/lib/check/probe/retest";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { nameOfActor, readActor } from "@/lib/identity/accounts/actor";
import { listAuditEntries } from "@/lib/identity/audit/data";
import { HOST_TESTS } from "@/lib/identity/quota/policy";
import { findNewestIncident } from "@/lib/incidents/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import type { JobPayloads } from "@/lib/infra/jobs/queues";
import { listReports, readNewestCheck } from "@/lib/operations/reports/data";
import { findReport, type OpenReport } from "@/lib/operations/reports/find-report";
import { reportPath } from "@/lib/operations/reports/link";
import { mailReports } from "@/lib/operations/reports/mail-reports";
import { countOpening, createReport, remindHost, requestHostTest, revokeReport, shareReport } from "@/lib/operations/reports/mutations";
import { viewReport } from "@/lib/operations/reports/report-view";
import { mailsTo } from "@/lib/testing/members";
import { recentOrders, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";

vi.hoisted(() => {
  for (const name of ["MAIL_CAPTURE", "DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});
afterAll(closeQueue);

const outside = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};
const REFUSING = { blockedMethods: { methods: ["PATCH", "DELETE"] } };
/** What a shop needs for tracking is refused. */
const REFUSING_TRACKING = { blockedMethods: { methods: ["PUT", "POST"] } };

/** Executes the queued job of the check as the worker does. */
async function executeCheckJob({ scope }: SyncedShop, checkId: string): Promise<CheckView> {
  const [job] = await inPlatform(
    (tx) => tx.$queryRaw<{ data: JobPayloads["check-shop"] }[]>`
      select data from pgboss.job where name = 'check-shop' and data->>'checkId' = ${checkId}`,
  );
  if (!job) throw new Error("no job");
  const { integrationId, again = null } = job.data;
  const environment = { outside, signal: new AbortController().signal, engine: runCheck, retest: retestCause, again };
  await executeCheck(jobScope("check-shop", scope.merchantId), { integrationId, checkId }, environment);
  const check = await latestCheck(scope, integrationId);
  if (check?.id !== checkId) throw new Error("the check has no result");
  return check;
}

async function checkAll(shop: SyncedShop): Promise<CheckView> {
  const started = await requestCheck(shop.scope, { integrationId: shop.integrationId, trigger: "schedule" });
  if (!started.ok) throw new Error(started.reason.code);
  return executeCheckJob(shop, started.value.checkId);
}

async function makeReport(shop: SyncedShop, check: CheckView, causeIndexes = [0]) {
  const { integrationId } = shop;
  const input = { integrationId, checkId: check.id, causeIndexes, locale: "de" as const, shownName: "Bloemen B.V.", days: 7 };
  const made = await createReport(shop.scope, input);
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

async function open(token: string): Promise<OpenReport> {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") throw new Error(found.kind);
  return found.report;
}

async function viewOf(token: string) {
  const report = await open(token);
  return viewReport(report.snapshot, await readNewestCheck(report.scope, report.integrationId), outside.egress);
}

const skipPause = ({ integrationId }: SyncedShop) =>
  inPlatform(
    (tx) => tx.$executeRaw`
      update reachability_check set requested_at = requested_at - make_interval(secs => ${TEST_AGAIN_PAUSE_SECONDS})
      where integration_id = ${integrationId}::uuid`,
  );

const actionsOf = async ({ scope, integrationId }: SyncedShop): Promise<string[]> =>
  (await listAuditEntries(scope, { integrationId })).map(({ action }) => action).filter((action) => action.startsWith("host_report"));

const incidentOf = ({ scope, integrationId }: SyncedShop) =>
  inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId));

/** The timeline of the shop's incidents as far as it is about reports, with who did it. */
const timelineOf = async ({ scope }: SyncedShop): Promise<string[]> => {
  const entries = await inMerchant(scope.merchantId, (tx) => tx.incidentEntry.findMany({ orderBy: [{ at: "asc" }, { id: "asc" }] }));
  return entries
    .filter(({ kind }) => kind.startsWith("report_") || kind.startsWith("host_"))
    .map(({ kind, actor }) => `${kind} by ${nameOfActor(readActor(actor))}`);
};

async function withShop(scenario: (shop: SyncedShop) => Promise<void>): Promise<void> {
  const shop = await startSyncedShop(recentOrders(3));
  try {
    await scenario(shop);
  } finally {
    await shop.shop.close();
  }
}

describe.concurrent("a report for the hosting provider", () => {
  it("opens by a token that is stored nowhere, and shows what fails from which addresses", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING);
      const check = await checkAll(shop);
      const { token } = await makeReport(shop, check);
      expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
      const stored = await inPlatform(
        (tx) => tx.$queryRaw<{ text: string }[]>`
        select to_jsonb(r)::text as text from shared_report r union all select to_jsonb(a)::text from audit_event a`,
      );
      for (const { text } of stored) expect(text).not.toContain(token);
      const view = await viewOf(token);
      expect(view, "with the time that the page of the shop shows").toMatchObject({
        url: shop.shop.url,
        isGreen: false,
        checkedAt: check.finishedAt,
      });
      const [cause] = view.causes;
      expect(cause).toMatchObject({ standing: "standing", addressCount: 2 });
      expect(cause?.cause.methods).toEqual(["PATCH", "DELETE"]);
      expect(cause?.age?.failsSince).toBe(cause?.fail?.at);
      expect(cause?.logLines[0]?.command).toContain(`"${cause?.fail?.method} ${cause?.fail?.path} `);
      expect(cause?.curl).toContain(`--request ${cause?.fail?.method}`);
      for (const address of outside.egress.addresses) expect(JSON.stringify(cause?.fixes)).toContain(address);
      // The report shows the same start of the failure as the shop's page.
      const since = new Date(Date.now() - 86_400_000);
      const found = { checkId: check.id, cause: "method_blocked", others: 0, methods: [], userAgents: [], addresses: [], blocker: null };
      const halted = { state: "action_needed", since, reason: "causes_found", reasonParams: { ...found, fixer: "hosting_provider" } };
      await inMerchant(shop.scope.merchantId, (tx) => tx.lane.updateMany({ where: { lane: "tracking_out" }, data: halted }));
      expect((await viewOf(token)).causes[0]?.age?.failsSince).toBe(since.toISOString());
    }));

  it("does not open with a changed token, after expiry or revocation, or once the shop's URL has changed", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING);
      const { scope, integrationId } = shop;
      const check = await checkAll(shop);
      const { token, reportId } = await makeReport(shop, check);
      const kindOf = async (text: string, now = new Date()) => {
        const found = await findReport(text, now);
        return found.kind === "closed" ? `${found.kind} ${found.reason}` : found.kind;
      };
      const changed = (token.startsWith("A") ? "B" : "A") + token.slice(1);
      expect(await kindOf(changed)).toBe("unknown");
      for (const text of [token.slice(1), `${token}A`, "", "../etc/passwd", "%00"]) expect(await kindOf(text)).toBe("broken");
      expect(await kindOf(token, new Date(Date.now() + 6.9 * 86_400_000))).toBe("open");
      expect(await kindOf(token, new Date(Date.now() + 7 * 86_400_000))).toBe("closed expired");
      const move = (baseUrl: string) =>
        inMerchant(scope.merchantId, (tx) => tx.integration.updateMany({ where: { id: integrationId }, data: { baseUrl } }));
      await move("https://elsewhere.example");
      expect(await kindOf(token)).toBe("closed address_changed");
      await move(shop.shop.url);
      expect(await kindOf(token)).toBe("open");
      expect(await revokeReport(scope, { integrationId, reportId })).toEqual({ ok: true, value: true });
      expect(await kindOf(token)).toBe("closed revoked");
      expect(await actionsOf(shop)).toEqual(["host_report_revoked", "host_report_made"]);
    }));

  it("counts how often it is opened, and records only the first time in the history", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING);
      const { token } = await makeReport(shop, await checkAll(shop));
      for (let times = 0; times < 3; times += 1) await countOpening(await open(token), "de");
      const [row] = await listReports(shop.scope, shop.integrationId);
      expect(row).toMatchObject({
        openedCount: 3,
        madeBy: "Ada",
        shownName: "Bloemen B.V.",
        locale: "de",
        causes: [{ code: "method_blocked" }],
      });
      expect((await actionsOf(shop)).filter((action) => action === "host_report_opened")).toHaveLength(1);
    }));

  it("can be created only from a stored check of the own shop, on causes a hosting provider can fix", () =>
    withShop(async (shop) => {
      const healthy = await checkAll(shop);
      const input = { integrationId: shop.integrationId, causeIndexes: [0], locale: "en" as const, shownName: "", days: 7 };
      expect(await createReport(shop.scope, { ...input, checkId: healthy.id })).toEqual({ ok: false, reason: "not_found" });
      shop.shop.setBehaviour(REFUSING);
      const refused = await checkAll(shop);
      await withShop(async (outsider) => {
        expect(await createReport(outsider.scope, { ...input, checkId: refused.id })).toEqual({ ok: false, reason: "not_found" });
        const foreign = { ...input, integrationId: outsider.integrationId, checkId: refused.id };
        expect(await createReport(outsider.scope, foreign)).toEqual({ ok: false, reason: "not_found" });
      });
    }));
});

describe.concurrent("Test again in a report", () => {
  it("repeats only the failing pair while refused; once it passes, this is recorded and tracking resumes", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING_TRACKING);
      const { token, reportId } = await makeReport(shop, await checkAll(shop));
      const { scope, integrationId } = shop;
      await countOpening(await open(token), "de");
      expect(await incidentOf(shop), "nobody was asked").toMatchObject({ asked: null });
      await shareReport(scope, { integrationId, reportId, how: "link" });
      await countOpening(await open(token), "de");
      await skipPause(shop);
      const first = await requestHostTest(await open(token));
      if (!first.ok) throw new Error(first.reason.code);
      expect(await requestHostTest(await open(token))).toEqual({ ok: true, value: { checkId: first.value.checkId, joined: true } });
      const still = await executeCheckJob(shop, first.value.checkId);
      expect(still.result?.requests).toBeLessThanOrEqual(RETEST_REQUESTS);
      expect((await viewOf(token)).isGreen).toBe(false);
      expect(await requestHostTest(await open(token))).toMatchObject({ ok: false, reason: { code: "too_soon" } });

      shop.shop.setBehaviour({});
      await skipPause(shop);
      const second = await requestHostTest(await open(token));
      if (!second.ok) throw new Error(second.reason.code);
      await executeCheckJob(shop, second.value.checkId);
      const view = await viewOf(token);
      expect(view).toMatchObject({ isGreen: true, causes: [{ standing: "fixed" }] });
      expect(await actionsOf(shop)).toEqual([
        ...["host_report_green", "host_report_tested", "host_report_tested"],
        ...["host_report_shared", "host_report_opened", "host_report_made"],
      ]);
      expect((await open(token)).greenAt).not.toBeNull();
      expect(await incidentOf(shop), "all clear waits for its quiet time").toMatchObject({
        closedAt: null,
        quietSince: expect.any(Date),
        causes: [{ code: "method_blocked", clearedAt: expect.any(Date) }],
        asked: { reportId, how: "link", to: null, opened: 1, passedAt: expect.any(Date) },
      });
      expect(await timelineOf(shop)).toEqual([
        "report_shared by Ada",
        "report_opened by host-report",
        "report_tested by host-report",
        "report_tested by host-report",
        "report_passed by check-shop",
      ]);
      expect(await requestHostTest(await open(token))).toEqual({ ok: false, reason: { code: "nothing_refused" } });
      const lane = await inMerchant(shop.scope.merchantId, (tx) =>
        tx.lane.findFirst({ where: { integrationId: shop.integrationId, lane: "tracking_out" } }),
      );
      expect(lane?.state).toBe("regular");
    }));

  it("makes the orders lane due for a sync as soon as it turns green", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour({ blockedMethods: { methods: ["GET"] } });
      const check = await checkAll(shop);
      const ordersIn = () =>
        inMerchant(shop.scope.merchantId, (tx) =>
          tx.lane.findFirstOrThrow({ where: { integrationId: shop.integrationId, lane: "orders_in" } }),
        );
      expect(check.result?.causes[0]?.affects).toContain("orders_in");
      expect((await ordersIn()).state).toBe("action_needed");
      const { token } = await makeReport(shop, check);
      shop.shop.setBehaviour({});
      await skipPause(shop);
      const started = await requestHostTest(await open(token));
      if (!started.ok) throw new Error(started.reason.code);
      await executeCheckJob(shop, started.value.checkId);
      expect((await ordersIn()).nextSyncAt?.getTime()).toBeLessThanOrEqual(Date.now());
    }));

  it("repeats the pairs of every reported cause, and of two causes shows only the fixed one as fixed", () =>
    withShop(async (shop) => {
      const agents = { texts: ["Sendcloud/1.0.0"] };
      shop.shop.setBehaviour({ ...REFUSING, blockedUserAgents: agents });
      const check = await checkAll(shop);
      expect(check.causeCodes.sort()).toEqual(["method_blocked", "user_agent_blocked"]);
      const { token } = await makeReport(shop, check, [0, 1]);
      const test = async () => {
        await skipPause(shop);
        const started = await requestHostTest(await open(token));
        if (!started.ok) throw new Error(started.reason.code);
        return executeCheckJob(shop, started.value.checkId);
      };
      const still = await test();
      expect(still.result?.requests).toBeLessThanOrEqual(2 * RETEST_REQUESTS);
      expect(still.causeCodes.sort()).toEqual(["method_blocked", "user_agent_blocked"]);
      const [one, two] = check.result?.causes.map(({ evidence }) => evidence.fail) ?? [];
      for (const id of [one, two]) {
        const atOf = (view: CheckView) => view.result?.probes.find((probe) => probe.id === id)?.at ?? "";
        expect(atOf(still).localeCompare(atOf(check))).toBe(1);
      }
      shop.shop.setBehaviour(REFUSING);
      await test();
      const view = await viewOf(token);
      expect(view.isGreen).toBe(false);
      expect(view.causes.map(({ cause, standing }) => `${cause.code} ${standing}`).sort()).toEqual([
        "method_blocked standing",
        "user_agent_blocked fixed",
      ]);
    }));

  it("does not take a server that is down for a fixed block: green requires a probe that passed", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING);
      const { token } = await makeReport(shop, await checkAll(shop));
      shop.shop.setBehaviour({ maintenance: true });
      await checkAll(shop);
      const view = await viewOf(token);
      expect(view).toMatchObject({ isGreen: false, causes: [{ standing: "unknown" }] });
      expect(await actionsOf(shop)).not.toContain("host_report_green");
    }));

  it("is limited per hour across all links of a shop", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING);
      const check = await checkAll(shop);
      const [one, two] = [await makeReport(shop, check), await makeReport(shop, check)];
      const { merchantId } = shop.scope;
      await inMerchant(merchantId, (tx) =>
        tx.reachabilityCheck.createMany({
          data: Array.from({ length: HOST_TESTS.most }, (_, index) => ({
            merchantId,
            integrationId: shop.integrationId,
            trigger: "host_test",
            status: "failed",
            requestedBy: {},
            requestedAt: new Date(Date.now() - (index + 1) * 60_000),
          })),
        }),
      );
      for (const { token } of [one, two]) {
        const refused = await requestHostTest(await open(token));
        expect(refused).toMatchObject({ ok: false, reason: { code: "too_soon" } });
        if (!refused.ok && refused.reason.code === "too_soon") expect(refused.reason.retryAfterSeconds).toBeGreaterThan(40 * 60);
      }
    }));
});

/** Pretends that everything about the report happened so many days earlier. */
const age = (reportId: string, days: number) =>
  inPlatform(
    (tx) => tx.$executeRaw`
      update shared_report set shared_at = shared_at - make_interval(days => ${days}), mail_due_at = mail_due_at - make_interval(days => ${days})
      where id = ${reportId}::uuid`,
  );

describe("sharing a report with a host", () => {
  const jobs = jobPlatformScope("test");
  const HOST = "help@hosting.example";

  it("a link that nobody took was shared with nobody; the copied link or the PDF counts, once", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING);
      const { reportId } = await makeReport(shop, await checkAll(shop));
      const { scope, integrationId } = shop;
      const read = async () => (await listReports(scope, integrationId))[0];
      expect(await read()).toMatchObject({ sharedHow: null, sharedAt: null, reminderDueAt: null });
      expect(await remindHost(scope, { integrationId, reportId }), "nothing to repeat").toEqual({ ok: false, reason: "not_found" });
      for (const how of ["link", "pdf"] as const)
        expect(await shareReport(scope, { integrationId, reportId, how })).toEqual({ ok: true, value: true });
      expect(await read()).toMatchObject({ sharedHow: "link", reminderDueAt: null });
      expect(await actionsOf(shop)).toEqual(["host_report_shared", "host_report_made"]);
    }));

  it("a mailed report is shared once it was sent, answers go to the member, and a reminder follows after two working days", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING_TRACKING);
      const check = await checkAll(shop);
      const { scope, integrationId } = shop;
      const input = { integrationId, checkId: check.id, causeIndexes: [0], locale: "en" as const, shownName: "Bloemen B.V.", days: 30 };
      const { person } = await inPlatform((tx) =>
        tx.membership.findFirstOrThrow({ where: { merchantId: scope.merchantId }, select: { person: true } }),
      );
      const made = await createReport(scope, { ...input, mailTo: HOST, reminds: true });
      if (!made.ok) throw new Error(made.reason);
      const { reportId, token } = made.value;
      const read = async () => (await listReports(scope, integrationId)).find(({ id }) => id === reportId);
      expect(await read()).toMatchObject({ sharedAt: null, mailedTo: HOST });
      expect(await mailReports(jobs)).toBe(1);
      expect(await mailReports(jobs), "the reminder is not due").toBe(0);
      const [mail] = await mailsTo(HOST);
      expect(mail?.text).toContain(reportPath(token));
      expect(mail?.text).toContain("Bloemen B.V. needs your help");
      expect(mail?.headers).toMatchObject({ "Reply-To": person.email });
      for (const { billing } of shop.shop.shop.orders.values()) expect(mail?.html).not.toContain(billing.email);
      expect(await read()).toMatchObject({ sharedHow: "mail", remindedAt: null });
      expect(await remindHost(scope, { integrationId, reportId }), "too early").toEqual({ ok: false, reason: "not_found" });
      await age(reportId, 5);
      expect(await mailReports(jobs)).toBe(1);
      const [, reminder] = await mailsTo(HOST);
      expect(reminder?.subject).toMatch(/^Reminder/);
      expect(reminder?.text, "the same link").toContain(reportPath(token));
      await age(reportId, 30);
      expect(await mailReports(jobs), "one reminder by itself").toBe(0);
      expect(await incidentOf(shop)).toMatchObject({ asked: { reportId, how: "mail", to: HOST, remindedAt: expect.any(Date) } });
      expect(await timelineOf(shop)).toEqual(["report_shared by Ada", "host_reminded by Ada"]);
      expect(await actionsOf(shop)).toEqual(["host_report_reminded", "host_report_mailed", "host_report_made"]);
    }));

  it("a reminder is not sent for requests that pass, and an unreachable link is not said to be shared", () =>
    withShop(async (shop) => {
      shop.shop.setBehaviour(REFUSING);
      const check = await checkAll(shop);
      const { scope, integrationId } = shop;
      const mailTo = "other@hosting.example";
      const input = { integrationId, checkId: check.id, causeIndexes: [0], locale: "en" as const, shownName: "", days: 30, mailTo };
      const made = await createReport(scope, input);
      if (!made.ok) throw new Error(made.reason);
      await revokeReport(scope, { integrationId, reportId: made.value.reportId });
      expect(await mailReports(jobs)).toBe(1);
      expect(await mailsTo(mailTo)).toEqual([]);
      expect((await listReports(scope, integrationId))[0]).toMatchObject({ sharedAt: null, mailDueAt: null });
    }));
});
