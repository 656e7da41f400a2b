import { describe, expect, it } from "vitest";
import type { IncidentCause } from "@/lib/incidents/incident";
import { isConfirmed, type JudgedAnswer, judgeAnswer, type Observed } from "@/lib/operations/learning/judge-answer";

const at = (minute: number): Date => new Date(Date.UTC(2026, 11, 3, 10, minute));

const cause = (parts: Partial<IncidentCause> = {}): IncidentCause => ({
  code: "ip_blocked",
  blocker: "nginx",
  fixer: "hosting_provider",
  scope: { addresses: [], userAgents: [], methods: [] },
  lanes: ["orders_in"],
  checkId: "c1",
  firstSeenAt: at(0),
  lastSeenAt: at(1),
  clearedAt: null,
  ...parts,
});

const given = (answer: JudgedAnswer["answer"], parts: Partial<JudgedAnswer> = {}): JudgedAnswer => ({
  answer,
  answeredAt: at(10),
  passed: null,
  judgedAt: null,
  ...parts,
});

const judged = (one: JudgedAnswer, observed: Partial<Observed>): { passed: boolean | null; isConfirmed: boolean | null } => {
  const { passed } = judgeAnswer(one, { causes: [cause()], checkStartedAt: null, hasOtherCure: false, ...observed });
  return { passed, isConfirmed: isConfirmed({ ...one, passed }) };
};

const GONE = [cause({ clearedAt: at(20), lastSeenAt: at(5) })];

describe("an answer on a fix", () => {
  it("waits until a check that began after it finds the cause again", () => {
    expect(judged(given("worked"), {})).toEqual({ passed: null, isConfirmed: null });
    expect(judged(given("worked"), { checkStartedAt: at(9) })).toEqual({ passed: null, isConfirmed: null });
    expect(judged(given("worked"), { checkStartedAt: at(11) })).toEqual({ passed: false, isConfirmed: false });
    expect(judged(given("did_not"), { checkStartedAt: at(11) })).toEqual({ passed: false, isConfirmed: true });
  });

  it("is judged by the request that passes again", () => {
    expect(judged(given("worked"), { causes: GONE })).toEqual({ passed: true, isConfirmed: true });
    expect(judged(given("did_not"), { causes: GONE })).toEqual({ passed: true, isConfirmed: false });
    expect(judged(given("something_else"), { causes: GONE })).toEqual({ passed: true, isConfirmed: true });
  });

  it("believes that a fix did nothing if another did it, or the cause was gone when the merchant said so", () => {
    expect(judged(given("did_not"), { causes: GONE, hasOtherCure: true })).toEqual({ passed: false, isConfirmed: true });
    expect(judged(given("did_not", { answeredAt: at(30) }), { causes: GONE })).toEqual({ passed: false, isConfirmed: true });
    expect(judged(given("worked", { answeredAt: at(30) }), { causes: GONE })).toEqual({ passed: true, isConfirmed: true });
  });

  it("is contradicted if the cause comes back in the same incident", () => {
    const passed = given("worked", { passed: true, judgedAt: at(20) });
    expect(judged(passed, { causes: GONE })).toEqual({ passed: true, isConfirmed: true });
    const back = [...GONE, cause({ firstSeenAt: at(40), lastSeenAt: at(40) })];
    expect(judged(passed, { causes: back })).toEqual({ passed: false, isConfirmed: false });
  });

  it("is not made true by what another fix does later", () => {
    expect(judged(given("worked", { passed: false, judgedAt: at(12) }), { causes: GONE })).toEqual({ passed: false, isConfirmed: false });
  });
});
