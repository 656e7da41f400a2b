import { randomUUID } from "node:crypto";
import { ok, type Result, refuse } from "@/lib/base/result";
import { DAY_MS } from "@/lib/base/units";
import { type CheckRefusal, type StartedCheck, startCheck } from "@/lib/check/mutations";
import { checkResultSchema } from "@/lib/check/result";
import { lockShop } from "@/lib/health/lock-shop";
import type { Locale } from "@/lib/i18n/locales";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { HOST_TESTS } from "@/lib/identity/quota/policy";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { hashToken } from "@/lib/infra/secret-token";
import { CERTIFICATE_ENDING, snapshotCertificate } from "@/lib/operations/reports/certificate-report";
import type { OpenReport } from "@/lib/operations/reports/find-report";
import { followReport, followSharing } from "@/lib/operations/reports/follow-report";
import { hostCauses } from "@/lib/operations/reports/host-causes";
import { judgeCause } from "@/lib/operations/reports/judge-cause";
import { findAlike, lockLed } from "@/lib/operations/reports/led-reports";
import { reminderDueAt } from "@/lib/operations/reports/reminder-due";
import { tokenOfReport } from "@/lib/operations/reports/report-token";
import type { AboutCauses, NewLink, NewReport, ReportId } from "@/lib/operations/reports/schema";
import { type Snapshot, takeSnapshot } from "@/lib/operations/reports/snapshot";

/**
 * Creates a report on causes of a stored check, and its link. `not_found` for unknown and foreign ids, and if no cause concerns a hosting
 * provider.
 */
export function createReport(scope: MerchantScope, input: NewReport): Promise<Result<{ reportId: string; token: string }, "not_found">> {
  const { merchantId } = scope;
  const { integrationId, checkId, causeIndexes } = input;
  return inMerchant(merchantId, async (tx) => {
    const snapshot = await snapshotOf(tx, scope, { integrationId, checkId, causeIndexes });
    if (!snapshot) return refuse("not_found");
    const made = await storeReport(tx, scope, input, snapshot);
    if (input.withAlike) await storeLed(tx, scope, { input, snapshot, leadId: made.reportId });
    return ok(made);
  });
}

/** The merchant's other shops at this host that have the same problem. */
export function listAlike(scope: MerchantScope, about: AboutCauses): Promise<Result<{ name: string }[], "not_found">> {
  return inMerchant(scope.merchantId, async (tx) => {
    const snapshot = await snapshotOf(tx, scope, about);
    if (!snapshot) return refuse("not_found");
    return ok((await findAlike(tx, scope, about.integrationId, codesOf(snapshot))).map(({ name }) => ({ name })));
  });
}

const codesOf = (snapshot: Snapshot): string[] => snapshot.causes.map(({ code }) => code);

/** The part of a stored check that concerns a hosting provider; null if there is none. */
async function snapshotOf(
  tx: Transaction,
  { merchantId }: MerchantScope,
  { integrationId, checkId, causeIndexes }: AboutCauses,
): Promise<Snapshot | null> {
  const check = await tx.reachabilityCheck.findFirst({
    where: { merchantId, id: checkId, integrationId, status: "done" },
    select: { result: true },
  });
  const result = checkResultSchema.safeParse(check?.result);
  if (!result.success) return null;
  const forHosts = hostCauses(result.data.causes).map(({ index }) => index);
  const indexes = causeIndexes.filter((index) => forHosts.includes(index));
  return indexes.length > 0 ? takeSnapshot(result.data, indexes) : null;
}

/** Stores a report of each other shop with the same problem, which the lead's link shows. */
async function storeLed(
  tx: Transaction,
  scope: MerchantScope,
  { input, snapshot, leadId }: { input: NewReport; snapshot: Snapshot; leadId: string },
): Promise<void> {
  const codes = codesOf(snapshot);
  for (const { integrationId } of await findAlike(tx, scope, input.integrationId, codes)) {
    const newest = await tx.reachabilityCheck.findFirst({
      where: { merchantId: scope.merchantId, integrationId, status: "done" },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      select: { id: true, result: true },
    });
    const result = checkResultSchema.safeParse(newest?.result);
    if (!newest || !result.success) continue;
    const causeIndexes = [...result.data.causes.keys()].filter((index) => codes.includes(result.data.causes[index]?.code ?? ""));
    const own = await snapshotOf(tx, scope, { integrationId, checkId: newest.id, causeIndexes });
    if (own) await storeReport(tx, scope, { ...input, integrationId }, own, { leadId });
  }
}

/** Creates a report on a shop's certificate that ends soon; `not_found` if none does, and for unknown and foreign ids. */
export function createCertificateReport(
  scope: MerchantScope,
  input: NewLink,
): Promise<Result<{ reportId: string; token: string }, "not_found">> {
  const { merchantId } = scope;
  const { integrationId } = input;
  return inMerchant(merchantId, async (tx) => {
    const ending = await tx.shopEnding.findFirst({
      where: { merchantId, integrationId, kind: "certificate" },
      select: { endsAt: true, details: true, checkedAt: true, integration: true },
    });
    const snapshot = ending && snapshotCertificate(ending);
    return snapshot ? ok(await storeReport(tx, scope, input, snapshot, { causeCodes: [CERTIFICATE_ENDING] })) : refuse("not_found");
  });
}

/** @returns with the secret part of the link, of which only the hash is stored */
async function storeReport(
  tx: Transaction,
  scope: MerchantScope,
  { integrationId, locale, shownName, days, mailTo, reminds = false }: NewLink,
  snapshot: Snapshot,
  { causeCodes = codesOf(snapshot), leadId = null }: { causeCodes?: readonly string[]; leadId?: string | null } = {},
) {
  const { merchantId, actor } = scope;
  const reportId = randomUUID();
  const token = tokenOfReport(reportId);
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  await tx.sharedReport.create({
    data: {
      id: reportId,
      merchantId,
      integrationId,
      tokenHash: hashToken(token),
      snapshot,
      causeCodes: [...causeCodes],
      locale,
      shownName,
      createdBy: actor,
      expiresAt,
      mailedTo: mailTo ?? null,
      leadId,
      mailDueAt: mailTo && leadId === null ? new Date() : null,
      reminds: mailTo !== undefined && leadId === null && reminds,
    },
  });
  await recordAudit(tx, scope, { action: "host_report_made", integrationId, details: { reportId, days, causes: causeCodes.join(", ") } });
  return { reportId, token };
}

export function revokeReport(scope: MerchantScope, { integrationId, reportId }: ReportId): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    const known = await tx.sharedReport.findFirst({ where: { merchantId, integrationId, id: reportId }, select: { revokedAt: true } });
    if (!known) return refuse("not_found");
    if (known.revokedAt) return ok(true);
    for (const one of [{ id: reportId, integrationId }, ...(await lockLed(tx, scope, reportId))]) {
      await tx.sharedReport.update({ where: { merchantId_id: { merchantId, id: one.id } }, data: { revokedAt: new Date() } });
      await followReport(tx, scope, one.integrationId, { kind: "report_revoked", reportId: one.id });
      await recordAudit(tx, scope, { action: "host_report_revoked", integrationId: one.integrationId, details: { reportId: one.id } });
    }
    return ok(true);
  });
}

/** Selects a report that can still be opened and is not fixed. */
const openReport = ({ merchantId }: MerchantScope, { integrationId, reportId }: ReportId) => ({
  merchantId,
  integrationId,
  id: reportId,
  revokedAt: null,
  greenAt: null,
  expiresAt: { gt: new Date() },
});

/** Records that a member took the link or the PDF for the host. The first way counts; a link that no one took was shared with no one. */
export function shareReport(
  scope: MerchantScope,
  { how, ...report }: ReportId & { how: "link" | "pdf" },
): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  const { integrationId, reportId } = report;
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    const found = await tx.sharedReport.findFirst({ where: openReport(scope, report) });
    if (!found) return refuse("not_found");
    if (found.sharedHow !== null || found.mailedTo !== null) return ok(true);
    for (const one of [found, ...(await lockLed(tx, scope, reportId))]) {
      await tx.sharedReport.update({
        where: { merchantId_id: { merchantId, id: one.id } },
        data: { sharedHow: how, sharedAt: new Date() },
      });
      await recordAudit(tx, scope, {
        action: "host_report_shared",
        integrationId: one.integrationId,
        details: { reportId: one.id, how },
      });
      await followSharing(tx, scope, one, how);
    }
    return ok(true);
  });
}

/** Mails the report's link again. `not_found` unless the last mail is two working days old. */
export function remindHost(scope: MerchantScope, report: ReportId): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    const found = await tx.sharedReport.findFirst({ where: { ...openReport(scope, report), sharedHow: "mail" } });
    const dueAt = found && reminderDueAt(found);
    if (!dueAt || dueAt > new Date()) return refuse("not_found");
    const data = { mailDueAt: new Date(), mailAttempts: 0 };
    await tx.sharedReport.update({ where: { merchantId_id: { merchantId, id: report.reportId } }, data });
    return ok(true);
  });
}

/** Counts an opening of the link and remembers the language that the host chose; the first one is audited. */
export function countOpening({ scope, reportId, integrationId }: OpenReport, locale: Locale): Promise<void> {
  const { merchantId } = scope;
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    const led = await lockLed(tx, scope, reportId);
    const ids = [reportId, ...led.map(({ id }) => id)];
    const counted = await tx.$queryRaw<{ id: string; integration_id: string; opened_count: number }[]>`
      update shared_report set opened_count = opened_count + 1, last_opened_at = clock_timestamp(), locale = ${locale}
      where merchant_id = ${merchantId}::uuid and id = any(${ids}::uuid[]) returning id, integration_id, opened_count`;
    for (const one of counted) {
      const own = { integrationId: one.integration_id, details: { reportId: one.id } };
      if (one.opened_count === 1) await recordAudit(tx, scope, { action: "host_report_opened", ...own });
      await followReport(tx, scope, one.integration_id, { kind: "report_opened", reportId: one.id });
    }
  });
}

export type HostTestRefusal = CheckRefusal | { code: "nothing_refused" };

/**
 * "Test again" on a link: repeats the requests of the open causes, or joins a running check. Runs a full check if another failure masks a
 * cause.
 */
export function requestHostTest(report: OpenReport): Promise<Result<StartedCheck, HostTestRefusal>> {
  const { scope, integrationId, reportId, snapshot } = report;
  const { merchantId } = scope;
  // Certificates are read once a day, without a check.
  if (snapshot.certificate) return Promise.resolve(refuse({ code: "nothing_refused" as const }));
  return inMerchant(merchantId, async (tx) => {
    // Locked until the commit, so that concurrent requests are counted one by one.
    await lockShop(tx, scope, integrationId);
    const newest = await tx.reachabilityCheck.findFirst({
      where: { merchantId, integrationId, status: "done" },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      select: { id: true, result: true },
    });
    const result = checkResultSchema.safeParse(newest?.result);
    const standings = result.success ? snapshot.causes.map((cause) => judgeCause(cause, snapshot, result.data)) : [];
    if (standings.length > 0 && standings.every(({ kind }) => kind === "fixed")) return refuse({ code: "nothing_refused" as const });
    const activeChecks = await tx.reachabilityCheck.count({ where: { merchantId, integrationId, status: { in: ["queued", "running"] } } });
    if (activeChecks === 0) {
      const [hour] = await tx.$queryRaw<{ tests: number; oldest_seconds_ago: number | null }[]>`
        select count(*)::int as tests, extract(epoch from clock_timestamp() - min(requested_at))::float8 as oldest_seconds_ago
        from reachability_check where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid
          and trigger = 'host_test' and requested_at > clock_timestamp() - make_interval(secs => ${HOST_TESTS.seconds})`;
      if (hour && hour.tests >= HOST_TESTS.most) {
        const retryAfterSeconds = Math.max(1, Math.ceil(HOST_TESTS.seconds - (hour.oldest_seconds_ago ?? 0)));
        return refuse({ code: "too_soon" as const, retryAfterSeconds });
      }
    }
    const indexes = standings.flatMap((standing) => (standing.kind === "standing" ? [standing.index] : []));
    const [causeIndex, ...more] = standings.every(({ kind }) => kind !== "unknown") ? indexes : [];
    const again = newest && causeIndex !== undefined ? { ofCheckId: newest.id, causeIndex, more } : undefined;
    const started = await startCheck(tx, scope, integrationId, "host_test", again);
    if (!started.ok) return started;
    await tx.sharedReport.update({ where: { merchantId_id: { merchantId, id: reportId } }, data: { testedAt: new Date() } });
    if (started.value.joined) return started;
    await followReport(tx, scope, integrationId, { kind: "report_tested", reportId });
    await recordAudit(tx, scope, { action: "host_report_tested", integrationId, details: { reportId, checkId: started.value.checkId } });
    return started;
  });
}
