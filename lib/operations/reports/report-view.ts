import { ageByLanes, type BlockedLane, type CheckDiff, compareChecks, type FailureAge, type LanesWorked } from "@/lib/check/compare-checks";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import type { Fix, FixContext } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { type LogHint, logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import { type Cause, type CheckResult, type ComparedCheck, METHODS, type Probe } from "@/lib/check/result";
import { type Egress, userAgents } from "@/lib/connectors/egress/user-agents";
import { type CertificateView, viewCertificate } from "@/lib/operations/reports/certificate-report";
import { judgeCause } from "@/lib/operations/reports/judge-cause";
import type { EndingCertificate, Snapshot } from "@/lib/operations/reports/snapshot";
import { stripAddress, stripCause, stripProbe } from "@/lib/operations/reports/strip";

// The content of a report, for page, JSON and PDF. Pure.

export interface ReportCause {
  cause: Cause;
  /** `standing`: blocked now; `fixed`: proven to pass; `unknown`: masked by another failure. */
  standing: "standing" | "fixed" | "unknown";
  /** How long it has been blocked; null unless standing. */
  age: FailureAge | null;
  /** Number of affected IP addresses; all for a cause that does not depend on the address; 0 if unknown. */
  addressCount: number;
  pass: Probe | null;
  fail: Probe | null;
  logLines: LogHint[];
  /** A command that repeats the blocked request; null if none was sent. */
  curl: string | null;
  fixes: Fix[];
}

export interface ReportView {
  url: string;
  server: string | null;
  /** When the newest check ended, as the shop's page shows it: ISO, UTC. */
  checkedAt: string;
  isGreen: boolean;
  causes: ReportCause[];
  /** Set instead of causes for a certificate that ends soon. */
  certificate: CertificateView | null;
}

export interface NewestCheck {
  at: string;
  result: CheckResult;
  /** Completed checks before it, newest first. */
  earlier: readonly ComparedCheck[];
  /** Lanes that the causes block. */
  lanes: readonly BlockedLane[];
  worked: LanesWorked;
}

function toReportCause(cause: Cause, standing: ReportCause["standing"], probes: readonly Probe[], context: FixContext): ReportCause {
  const find = (id: string | null): Probe | null => probes.find((probe) => probe.id === id) ?? null;
  const pass = find(cause.evidence.pass);
  const fail = find(cause.evidence.fail);
  return {
    cause,
    standing,
    age: null,
    addressCount: cause.addresses.length || context.addresses.length,
    pass,
    fail,
    logLines: fail ? logLinesFor(cause, [fail], context.server) : [],
    curl: fail && fail.outcome !== "refused_target" ? curlFor(fail, context.url) : null,
    fixes: fixesFor(cause, context),
  };
}

function contextOf(source: Pick<Snapshot, "url" | "effectiveUrl" | "shopSystem" | "server">, egress: Egress): FixContext {
  return {
    url: source.effectiveUrl ?? source.url,
    shopSystem: source.shopSystem,
    server: source.server,
    addresses: egress.addresses,
    userAgents: userAgents(source.shopSystem ?? "woocommerce"),
    methods: METHODS,
  };
}

/**
 * The current report. Causes that the newest check still finds use its evidence, so that the log lines are in today's log; others keep the
 * snapshot's. `newest`: null if no result can be read. `renewedAt`: when the renewed certificate was first seen.
 */
export function viewReport(snapshot: Snapshot, newest: NewestCheck | null, egress: Egress, renewedAt: Date | null = null): ReportView {
  const result = newest?.result ?? null;
  const diff: CheckDiff | null =
    newest &&
    ageByLanes(
      compareChecks({ at: newest.at, causes: newest.result.causes, probes: newest.result.probes }, newest.earlier, newest.worked),
      newest.result.causes,
      newest.earlier,
      newest.lanes,
    );
  const kept = contextOf(snapshot, egress);
  const causes = snapshot.causes.map((cause): ReportCause => {
    const standing = result && judgeCause(cause, snapshot, result);
    if (!result || standing?.kind !== "standing") return toReportCause(cause, standing?.kind ?? "unknown", snapshot.probes, kept);
    const found = result.causes[standing.index] ?? cause;
    const address = { url: stripAddress(result.url), effectiveUrl: result.effectiveUrl && stripAddress(result.effectiveUrl) };
    const context = contextOf({ ...address, shopSystem: result.shopSystem ?? snapshot.shopSystem, server: result.server.software }, egress);
    return {
      ...toReportCause(stripCause(found), "standing", result.probes.map(stripProbe), context),
      age: diff?.causes[standing.index] ?? null,
    };
  });
  const software = result ? [result.server.software, result.server.version] : [snapshot.server, snapshot.serverVersion];
  if (snapshot.certificate) return viewEnding(snapshot, snapshot.certificate, kept, renewedAt);
  return {
    url: kept.url,
    server: software.filter((part) => part !== null).join(" ") || null,
    checkedAt: newest?.at ?? snapshot.checkedAt,
    isGreen: causes.every(({ standing }) => standing === "fixed"),
    causes,
    certificate: null,
  };
}

const viewEnding = (snapshot: Snapshot, certificate: EndingCertificate, context: FixContext, renewedAt: Date | null): ReportView => ({
  url: context.url,
  server: snapshot.server,
  checkedAt: renewedAt?.toISOString() ?? snapshot.checkedAt,
  isGreen: renewedAt !== null,
  causes: [],
  certificate: viewCertificate(certificate, context),
});
