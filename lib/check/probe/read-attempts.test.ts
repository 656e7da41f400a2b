import { expect, it } from "vitest";
import type { CauseCode } from "@/lib/check/causes";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import { assembleFindings, noKeyFacts, rootCell } from "@/lib/check/probe/findings";
import type { Observation } from "@/lib/check/probe/observation";
import { Observer } from "@/lib/check/probe/observer";
import { NO_VARIATION } from "@/lib/check/probe/plan/facts";
import { Ledger } from "@/lib/check/probe/plan/ledger";
import { mayBeSettledBySecond, readAttempts, type Shown } from "@/lib/check/probe/read-attempts";
import type { Cause } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { netFailure } from "@/lib/connectors/net/failures";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { parseTarget } from "@/lib/connectors/net/target";
import { SHOP_PROBES } from "@/lib/connectors/probes";

const PROBES = SHOP_PROBES.woocommerce;
const AGENTS = userAgents("woocommerce");
const OWN = { kind: "egress", address: "192.0.2.1" } as const;
const parsed = parseTarget("https://shop.example");
if (!parsed.ok) throw new Error("no address");
const target = parsed.value;

type Outcome = "pass" | "slow" | "error" | "reset" | "late" | "cut";
const BODY = JSON.stringify({ code: "woocommerce_rest_cannot_view", message: "", data: { status: 401 } });

/** Requests to the resource with these methods, in order, each with its outcome. */
function seeEach(requests: readonly (readonly [method: string, outcome: Outcome])[]): Observation[] {
  const observer = new Observer(PROBES, []);
  return requests.map(([method, outcome], index) => {
    const request = PROBES.resource(method);
    const where = { userAgent: AGENTS[0], source: OWN, below: "base", credential: "none" } as const;
    const question = { rule: "method_first_round", subject: "resource", request, ...where } as const;
    const isAnswered = outcome !== "reset" && outcome !== "late";
    const head = {
      version: "1.1" as const,
      status: outcome === "error" ? 500 : 401,
      headers: [["content-type", "application/json"] as const],
    };
    const total = outcome === "slow" ? 5_000 : 20;
    return observer.observe(
      { id: `p${index + 1}`, question, path: request.path, at: new Date(index * 1000).toISOString(), target },
      {
        cold: true,
        to: "198.51.100.1",
        timings: { dns: null, connect: null, tls: null, firstByte: total, total },
        failure: isAnswered ? null : netFailure(outcome === "reset" ? "connection_reset" : "response_timed_out", "answer"),
        answer: isAnswered
          ? seeAnswer(head, Buffer.from(outcome === "error" ? "<h1>Oops</h1>" : BODY), outcome === "cut" ? "unfinished" : "complete")
          : null,
      },
    );
  });
}

function show(requests: Parameters<typeof seeEach>[0], causesOf: (seen: readonly Observation[]) => Cause[] = () => []): Shown {
  const seen = seeEach(requests);
  const working = seen.some(({ probe }) => probe.passed) ? rootCell(OWN, AGENTS[0]) : null;
  const evidence = new Ledger().asEvidence({ shopSystem: "woocommerce", probes: PROBES, agents: AGENTS, egress: [OWN], control: null });
  const search = {
    working,
    location: { homePage: null, elsewhere: null },
    redirects: { lost: null, refusedBefore: null },
    refusedWithKey: null,
  };
  const findings = assembleFindings(evidence, { search, cache: NO_VARIATION.cache, key: noKeyFacts(), rule: null, isBehindKey: false });
  return { detected: { shopSystem: "woocommerce", evidence: [] }, findings, causes: causesOf(seen), seen, disproved: [], isSpent: false };
}

/** The method of the last request is refused. */
const refusesLast = (seen: readonly Observation[]): Cause[] => {
  const fail = seen.at(-1);
  return fail ? [makeCause("method_blocked", { pass: null, fail }, { methods: [fail.probe.method], affects: ["orders_in"] })] : [];
};

const named = ({ causes }: { causes: readonly Cause[] }): string[] => causes.map(({ code }) => code);
const read = (shown: Shown) => readAttempts(shown, shown);

const QUIET = Array.from({ length: 10 }, () => ["GET", "pass"] as const);
const NOISY = [...QUIET, ["GET", "error"], ["GET", "pass"], ["POST", "reset"], ["POST", "pass"]] as const;
const PATCH_FAILS = Array.from({ length: 6 }, () => ["PATCH", "reset"] as const);

it("a quiet shop is healthy, and needs no second attempt", () => {
  expect(mayBeSettledBySecond(show(QUIET))).toBe(false);
  expect(read(show(QUIET))).toEqual({ causes: [], verdict: "healthy" });
});

it("failures that come and go need a second attempt, and are unstable", () => {
  expect(mayBeSettledBySecond(show(NOISY))).toBe(true);
  expect(read(show(NOISY))).toMatchObject({ causes: [{ code: "unstable", details: { failed: 2 } }], verdict: "degraded" });
});

it("a second attempt would tell nothing if nearly everything fails", () => {
  const most = Array.from({ length: 6 }, () => [["GET", "error"] as const, ["GET", "pass"] as const, ["GET", "reset"] as const]).flat();
  expect(mayBeSettledBySecond(show([...most, ["GET", "pass"]]))).toBe(false);
});

it("a method that failed once amid noise is no finding, and one that never passed is", () => {
  expect(named(read(show([...NOISY, ["PATCH", "reset"]], refusesLast)))).toEqual(["unstable"]);
  expect(named(read(show([...QUIET, ...PATCH_FAILS], refusesLast)))).toEqual(["method_blocked"]);
});

it("the second attempt decides about causes, and the first about noise", () => {
  const first = show([...NOISY, ["PATCH", "reset"]], refusesLast);
  expect(named(readAttempts(first, show(QUIET)))).toEqual([]);
  expect(named(readAttempts(first, show([...QUIET, ...PATCH_FAILS], refusesLast)))).toEqual(["method_blocked"]);
});

it("a second attempt that ran out of requests before it reached the shop names nothing but what varied", () => {
  const first = show(NOISY);
  const last = show([...NOISY, ...PATCH_FAILS], refusesLast);
  const findings = { ...last.findings, working: null };
  expect(named(readAttempts(first, { ...last, findings, isSpent: true }))).toEqual(["unstable"]);
  expect(named(readAttempts(first, { ...last, findings }))).toContain("method_blocked");
});

const times = (count: number, outcome: Outcome) => Array.from({ length: count }, () => ["GET", outcome] as const);
const blamesLast =
  (code: CauseCode) =>
  (seen: readonly Observation[]): Cause[] => [makeCause(code, { pass: null, fail: seen.at(-1) ?? null })];

it("what nearly every request meets is unstable, not broken, if the same request passed in between", () => {
  const most = [...times(10, "error"), ...times(1, "pass"), ...times(3, "error")];
  expect(read(show(most, blamesLast("server_error")))).toMatchObject({ causes: [{ code: "unstable" }], verdict: "degraded" });
  const cut = [...times(3, "cut"), ...times(4, "pass"), ...times(2, "cut"), ...times(3, "pass"), ...times(2, "cut")];
  expect(named(read(show(cut, blamesLast("invalid_response"))))).toEqual(["unstable"]);
});

it("a shop that fails every request since one moment is broken", () => {
  expect(named(read(show([...times(4, "pass"), ...times(4, "error")], blamesLast("server_error"))))).toEqual(["server_error"]);
  // Two requests at once: the first failure may be older than the last pass.
  const failsFirst = (seen: readonly Observation[]): Cause[] => [makeCause("server_error", { pass: null, fail: seen[1] ?? null })];
  const crossing = [...times(1, "pass"), ["POST", "error"] as const, ...times(1, "pass"), ...times(7, "error")];
  expect(named(read(show(crossing, failsFirst)))).toEqual(["server_error"]);
});

it("a request that failed four times in a row is no finding where others failed in the same way and passed when repeated", () => {
  const noise = QUIET.flatMap(() => [...times(1, "error"), ...times(1, "pass")]);
  const rejected = Array.from({ length: 4 }, () => ["POST", "error"] as const);
  expect(named(read(show([...noise, ...rejected], blamesLast("server_error"))))).toEqual(["unstable"]);
});

it("a timeout is no refusal where every answer is slow", () => {
  const slow = Array.from({ length: 10 }, () => ["GET", "slow"] as const);
  expect(read(show([...slow, ["PATCH", "late"], ["PATCH", "late"]], refusesLast))).toMatchObject({
    causes: [{ code: "slow", details: { median: 5 } }],
    verdict: "degraded",
  });
});

it("where nothing passed, nothing failed by chance", () => {
  const down = Array.from({ length: 4 }, () => ["GET", "reset"] as const);
  expect(read(show(down, refusesLast))).toMatchObject({ causes: [{ code: "method_blocked" }], verdict: "unreachable" });
});
