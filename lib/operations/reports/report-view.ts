import { type CheckDiff, type ComparedCheck, compareChecks, type FailureAge } from "@/lib/check/compare-checks";
import { curlFor } from "@/lib/check/diagnosis/fixes/curl-for";
import type { Fix, FixContext } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { type LogHint, logLinesFor } from "@/lib/check/diagnosis/fixes/log-lines-for";
import { type Cause, type CheckResult, METHODS, type Probe } from "@/lib/check/result";
import { type Egress, userAgents } from "@/lib/connectors/egress/identity";
import { judgeCause } from "@/lib/operations/reports/judge-cause";
import type { Snapshot } from "@/lib/operations/reports/snapshot";
import { stripAddress, stripCause, stripProbe } from "@/lib/operations/reports/strip";

// What a report says, computed once for the page, its JSON and the PDF. Pure.

export interface ReportCause {
  cause: Cause;
  /** `standing`: refused now; `mended`: proven to pass; `unknown`: something else hides it at the moment. */
  standing: "standing" | "mended" | "unknown";
  /** Since when; null for what is mended or hidden. */
  age: FailureAge | null;
  /** How many of our addresses it hits: a cause that names none has another reason than the address and meets them all. 0 when unknown. */
  addressCount: number;
  pass: Probe | null;
  fail: Probe | null;
  logLines: LogHint[];
  /** A command that repeats the refused request; null when none was sent. */
  curl: string | null;
  fixes: Fix[];
}

export interface ReportView {
  /** The shop's address, without anything secret in it. */
  url: string;
  server: string | null;
  /** When the newest look at the shop was: ISO, UTC. */
  checkedAt: string;
  isGreen: boolean;
  causes: ReportCause[];
}

export interface NewestCheck {
  at: string;
  result: CheckResult;
  /** Done checks before it, newest first. */
  earlier: readonly ComparedCheck[];
}

function tellCause(cause: Cause, standing: ReportCause["standing"], probes: readonly Probe[], context: FixContext): ReportCause {
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

function contextOf(source: Pick<Snapshot, "url" | "effectiveUrl" | "platform" | "server">, egress: Egress): FixContext {
  return {
    url: source.effectiveUrl ?? source.url,
    platform: source.platform,
    server: source.server,
    addresses: egress.addresses,
    userAgents: userAgents(source.platform ?? "woocommerce"),
    methods: METHODS,
  };
}

/**
 * The report as it stands now: what the newest check still finds is told with its newest proof, so that the lines are in the host's log of
 * today; the rest as it was when the report was made. `newest` is null when no result can be read.
 */
export function viewReport(snapshot: Snapshot, newest: NewestCheck | null, egress: Egress): ReportView {
  const result = newest?.result ?? null;
  const diff: CheckDiff | null =
    newest && compareChecks({ at: newest.at, causes: newest.result.causes, probes: newest.result.probes }, newest.earlier);
  const kept = contextOf(snapshot, egress);
  const causes = snapshot.causes.map((cause): ReportCause => {
    const standing = result && judgeCause(cause, snapshot, result);
    if (!result || standing?.kind !== "standing") return tellCause(cause, standing?.kind ?? "unknown", snapshot.probes, kept);
    const found = result.causes[standing.index] ?? cause;
    const address = { url: stripAddress(result.url), effectiveUrl: result.effectiveUrl && stripAddress(result.effectiveUrl) };
    const context = contextOf({ ...address, platform: result.platform ?? snapshot.platform, server: result.server.software }, egress);
    return {
      ...tellCause(stripCause(found), "standing", result.probes.map(stripProbe), context),
      age: diff?.causes[standing.index] ?? null,
    };
  });
  const software = result ? [result.server.software, result.server.version] : [snapshot.server, snapshot.serverVersion];
  return {
    url: kept.url,
    server: software.filter((part) => part !== null).join(" ") || null,
    checkedAt: newest?.result.startedAt ?? snapshot.checkedAt,
    isGreen: causes.every(({ standing }) => standing === "mended"),
    causes,
  };
}
