import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CauseCode } from "@/lib/check/causes";
import { ageByLanes, compareChecks, type LanesWorked } from "@/lib/check/compare-checks";
import type { Cause, ComparedCheck, ComparedProbe } from "@/lib/check/result";

const cause = (code: CauseCode, fail: string | null, methods: string[] = []): Cause => ({
  code,
  layer: "in_front",
  methods,
  userAgents: [],
  addresses: [],
  blocker: null,
  affects: ["tracking_out"],
  certainty: "proven",
  evidence: { pass: null, fail },
  reason: null,
  details: {},
});

const hour = (number: number): string => new Date(Date.UTC(2026, 10, 24, number)).toISOString();

/** One check in that hour; each entry is a method and whether it passed. */
function checkAt(number: number, asked: Record<string, boolean>, causes: Cause[] = []): ComparedCheck {
  const probes = Object.entries(asked).map(
    ([method, passes]): ComparedProbe => ({
      id: method,
      purpose: "method_first_round",
      method,
      path: "/wp-json/",
      userAgent: "ours",
      from: "127.0.0.2",
      outcome: "answered",
      reached: passes ? "application" : "in_front",
      passed: passes,
      at: hour(number),
    }),
  );
  return { at: hour(number), causes, probes };
}

const blocked = (...methods: string[]) => cause("method_blocked", methods[0] ?? null, methods);

describe("the difference to earlier checks", () => {
  it("reports since when a request fails and when it last passed, across checks that did not send it", () => {
    const earlier = [
      checkAt(9, { PATCH: false }, [blocked("PATCH")]),
      checkAt(8, { GET: true }),
      checkAt(7, { PATCH: false }, [blocked("PATCH")]),
      checkAt(6, { PATCH: true }),
      checkAt(5, { PATCH: false }, [blocked("PATCH")]),
    ];
    const diff = compareChecks(checkAt(10, { GET: true, PATCH: false }, [blocked("PATCH")]), earlier);
    const age = { failsSince: hour(7), lastPassedAt: hour(6) };
    expect(diff.causes).toEqual([{ ...age, isNew: false, method: "PATCH" }]);
    expect(diff.probes).toEqual({ PATCH: age });
  });

  it("lets a cause begin after the lane that it blocks last worked, whatever earlier checks found", () => {
    const earlier = [checkAt(7, { PATCH: false }, [blocked("PATCH")]), checkAt(6, { PATCH: true })];
    const newest = checkAt(10, { PATCH: false }, [blocked("PATCH")]);
    const ageOf = (worked: LanesWorked) => compareChecks(newest, earlier, worked).causes[0];
    expect(ageOf({ tracking_out: hour(9) })).toMatchObject({ failsSince: hour(10), lastPassedAt: hour(9) });
    for (const worked of [{ tracking_out: hour(11) }, { orders_in: hour(9) }, { tracking_out: null }])
      expect(ageOf(worked)).toMatchObject({ failsSince: hour(7), lastPassedAt: hour(6) });
  });

  it("dates a cause by the lane that it stopped, unless its request has passed since", () => {
    const passed = checkAt(6, { PATCH: true });
    const newest = checkAt(10, { PATCH: false }, [blocked("PATCH")]);
    const sinceOf = (since: string, code: CauseCode = "method_blocked", earlier: ComparedCheck[] = [passed]) =>
      ageByLanes(compareChecks(newest, earlier), newest.causes, earlier, [{ since, cause: code }]).causes[0]?.failsSince;
    expect(sinceOf(hour(7))).toBe(hour(7));
    expect(sinceOf(hour(5))).toBe(hour(10));
    expect(sinceOf(hour(7), "rate_limited")).toBe(hour(10));
    expect(sinceOf(hour(7), "method_blocked", [checkAt(8, {}, [blocked("PATCH")]), passed]), "a check since then found it").toBe(hour(7));
    const other = checkAt(8, {}, [cause("server_error", null)]);
    expect(sinceOf(hour(7), "method_blocked", [other, passed]), "the lane first failed for another reason").toBe(hour(10));
  });

  it("lists new and gone causes, and keeps a cause that affects less than before", () => {
    const before = checkAt(9, { PATCH: false, DELETE: false }, [blocked("PATCH", "DELETE"), cause("maintenance_mode", null)]);
    const now = checkAt(10, { PATCH: false, GET: false }, [cause("rate_limited", "GET"), blocked("PATCH")]);
    const diff = compareChecks(now, [before]);
    expect(diff.previousAt).toBe(hour(9));
    expect(diff.causes.map(({ isNew }) => isNew)).toEqual([true, false]);
    expect(diff.gone.map(({ code }) => code)).toEqual(["maintenance_mode"]);
  });

  it("reports nothing new or gone without a previous check, and no pass that no check saw", () => {
    const diff = compareChecks(checkAt(10, { PATCH: false }, [blocked("PATCH"), cause("dns_not_found", null)]), []);
    expect(diff).toMatchObject({ previousAt: null, gone: [] });
    for (const age of diff.causes) expect(age).toMatchObject({ isNew: false, failsSince: hour(10), lastPassedAt: null });
  });

  it("compares a request with the same request only, not with one that carried a key or a body", () => {
    const earlier = checkAt(9, { GET: true });
    const beside = {
      ...earlier,
      probes: [...earlier.probes, ...checkAt(9, { GET: false }).probes.map((probe) => ({ ...probe, purpose: "head_of_refused_method" }))],
    };
    const age = compareChecks(checkAt(10, { GET: false }, [blocked("GET")]), [beside]).causes[0];
    expect(age).toMatchObject({ failsSince: hour(10), lastPassedAt: hour(9) });
  });

  it("dates a cause without a request back through every check that found it", () => {
    const lost = () => cause("dns_not_found", null);
    const earlier = [checkAt(9, {}, [lost()]), checkAt(8, {}, [lost()]), checkAt(7, {}), checkAt(6, {}, [lost()])];
    expect(compareChecks(checkAt(10, {}, [lost()]), earlier).causes[0]?.failsSince).toBe(hour(8));
  });

  it("dates what blocks nothing by the checks that found it, as its request passes too", () => {
    for (const code of ["slow", "unstable"] as const) {
      const found = () => ({ ...cause(code, "GET"), affects: [] });
      const earlier = [checkAt(9, { GET: true }, [found()]), checkAt(8, { GET: false }, [found()]), checkAt(7, { GET: true })];
      const [age] = compareChecks(checkAt(10, { GET: true }, [found()]), earlier).causes;
      expect(age).toMatchObject({ failsSince: hour(8), lastPassedAt: null });
    }
  });

  it("for every history, the last pass precedes the first failure and every request in between failed", () => {
    const outcome = fc.constantFrom(true, false, null);
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 15 }), (history) => {
        const earlier = history.map((passes, index) => checkAt(30 - index, passes === null ? {} : { PATCH: passes }));
        const age = compareChecks(checkAt(31, { PATCH: false }, [blocked("PATCH")]), earlier).causes[0];
        const passes = history.indexOf(true);
        expect(age?.lastPassedAt).toBe(passes === -1 ? null : hour(30 - passes));
        const failures = history.slice(0, passes === -1 ? undefined : passes).lastIndexOf(false);
        expect(age?.failsSince).toBe(failures === -1 ? hour(31) : hour(30 - failures));
      }),
    );
  });
});
