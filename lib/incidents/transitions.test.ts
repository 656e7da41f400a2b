import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/base/units";
import { LANES } from "@/lib/health/lane/lane-name";
import { effectOf, openCauses } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";
import { ADDRESSES, blocked, FAILED, imported, START } from "@/lib/incidents/random-events.fixture";
import { causeKey, type IncidentEvent, moveIncident, nextClockAt } from "@/lib/incidents/transitions";

/** A shop that plays events and records what its members were notified of. */
function shop() {
  let incident: Incident | null = null;
  let opened = 0;
  const told: { at: Date; tell: "opened" | "changed" | "all_clear" }[] = [];
  const kinds: string[] = [];
  return {
    told,
    kinds,
    current: () => incident,
    openedIncidents: () => opened,
    play(event: IncidentEvent, now: Date) {
      const before = incident;
      const change = moveIncident(incident, event, now, `incident-${opened + 1}`);
      incident = change.incident;
      if (incident && incident.id !== before?.id) opened += 1;
      kinds.push(...change.entries.map(({ kind }) => kind));
      if (change.tell) told.push({ at: now, tell: change.tell });
      return change;
    },
  };
}

const minutes = (count: number): Date => new Date(START.getTime() + count * MINUTE_MS);
const fails = (failingSince: Date): IncidentEvent => ({
  kind: "lane_moved",
  lane: "orders_in",
  state: "action_needed",
  reason: FAILED,
  failingSince,
});
const works: IncidentEvent = { kind: "lane_moved", lane: "orders_in", state: "regular", reason: { code: "none" }, failingSince: null };

describe("one address of two is blocked while orders arrive through the other", () => {
  it("is one incident, partial from the first proof to the proof of its end", () => {
    const { play, current, told } = shop();
    const cause = blocked([ADDRESSES[0] ?? ""]);
    play(imported([ADDRESSES[1] ?? ""]), minutes(0));
    play({ kind: "check_completed", checkId: "c1", causes: [cause], cleared: [] }, minutes(1));
    for (let minute = 2; minute < 60; minute += 1) {
      play(imported([ADDRESSES[1] ?? ""]), minutes(minute));
      const incident = current();
      expect(incident && effectOf(incident, "orders_in")).toEqual({ kind: "partial", since: minutes(1) });
      expect(incident?.closedAt).toBeNull();
    }
    play({ kind: "check_completed", checkId: "c2", causes: [], cleared: [causeKey(cause)] }, minutes(61));
    expect(current()?.closedAt).toBeNull();
    play(imported(ADDRESSES), minutes(72));
    expect(current()?.closedAt).toEqual(minutes(72));
    expect(told.map(({ tell }) => tell)).toEqual(["opened", "all_clear"]);
  });
});

it("is partly blocked since the first of the causes that followed one another", () => {
  const { play, current } = shop();
  const [one, other] = [blocked([ADDRESSES[0] ?? ""]), blocked([], ["PATCH"])];
  const check = (found: typeof one, gone: readonly (typeof one)[], minute: number) =>
    play({ kind: "check_completed", checkId: "c", causes: [found], cleared: gone.map(causeKey) }, minutes(minute));
  check(one, [], 0);
  check(other, [one], 5);
  expect(effectOf(current() as Incident, "orders_in")).toEqual({ kind: "partial", since: minutes(0) });
  play({ kind: "check_completed", checkId: "c", causes: [], cleared: [causeKey(other)] }, minutes(10));
  check(one, [], 20);
  expect(effectOf(current() as Incident, "orders_in")).toEqual({ kind: "partial", since: minutes(20) });
});

it("a cause stays until the request that failed passes, however much else succeeds", () => {
  const { play, current } = shop();
  const cause = blocked([], ["PATCH"]);
  play({ kind: "check_completed", checkId: "c1", causes: [cause], cleared: [] }, minutes(0));
  play(imported(ADDRESSES), minutes(5));
  play({ kind: "check_completed", checkId: "c2", causes: [], cleared: [] }, minutes(10));
  expect(openCauses(current() as Incident)).toHaveLength(1);
  play({ kind: "check_completed", checkId: "c3", causes: [], cleared: [causeKey(cause)] }, minutes(20));
  expect(openCauses(current() as Incident)).toEqual([]);
});

it("a block that comes and goes twenty times a day is one incident and two messages", () => {
  const { play, told, openedIncidents, current } = shop();
  for (let flap = 0; flap < 20; flap += 1) {
    const from = flap * 60;
    play(fails(minutes(from)), minutes(from));
    play(imported(ADDRESSES), minutes(from + 20));
    play(works, minutes(from + 20));
    play(imported(ADDRESSES), minutes(from + 35));
  }
  expect(openedIncidents()).toBe(1);
  expect(current()?.cameBack).toBe(19);
  expect(told.map(({ tell }) => tell)).toEqual(["opened", "all_clear"]);
});

describe("while an incident lasts, members hear of it again", () => {
  const opened = () => {
    const scene = shop();
    scene.play(fails(minutes(0)), minutes(0));
    return scene;
  };

  it("when its cause is found or changes, and not when a check finds the same again", () => {
    const { play, told } = opened();
    for (const minute of [5, 10]) play({ kind: "check_completed", checkId: "c1", causes: [blocked()], cleared: [] }, minutes(minute));
    expect(told.map(({ tell }) => tell)).toEqual(["opened", "changed"]);
    play({ kind: "check_completed", checkId: "c2", causes: [blocked([], ["PATCH"])], cleared: [causeKey(blocked())] }, minutes(20));
    expect(told.map(({ tell }) => tell)).toEqual(["opened", "changed", "changed"]);
  });

  it("when the other direction stops as well", () => {
    const { play, told } = opened();
    play({ kind: "lane_moved", lane: "tracking_out", state: "action_needed", reason: FAILED, failingSince: minutes(5) }, minutes(5));
    expect(told.map(({ tell }) => tell)).toEqual(["opened", "changed"]);
  });

  it("when its effect has doubled since they were told", () => {
    const { play, told } = opened();
    for (const [minute, count] of [3, 4, 9, 10, 19, 20, 45, 100].entries())
      play({ kind: "effect_counted", count }, minutes(60 * (minute + 1)));
    expect(told.map(({ tell, at }) => [tell, at])).toEqual([
      ["opened", minutes(0)],
      ["changed", minutes(240)],
      ["changed", minutes(360)],
    ]);
  });

  it("not more than twice a day, however often its causes change", () => {
    const { play, told } = opened();
    for (let minute = 1; minute < 600; minute += 5) {
      const [found, gone] = minute % 2 ? [blocked(), blocked([], ["PATCH"])] : [blocked([], ["PATCH"]), blocked()];
      play({ kind: "check_completed", checkId: "c", causes: [found], cleared: [causeKey(gone)] }, minutes(minute));
    }
    expect(told.map(({ tell }) => tell)).toEqual(["opened", "changed", "changed"]);
  });

  it("before it is switched off and when it is, even if it was only throttled before", () => {
    const { play, told, kinds } = shop();
    play({ kind: "lane_moved", lane: "orders_in", state: "throttled", reason: FAILED, failingSince: minutes(0) }, minutes(0));
    expect(told).toEqual([]);
    const days = (count: number) => minutes(count * 1440);
    play({ kind: "off_soon", lane: "orders_in", day: 7, offAt: days(30) }, days(7));
    play({ kind: "off_soon", lane: "orders_in", day: 21, offAt: days(30) }, days(21));
    play({ kind: "lane_moved", lane: "orders_in", state: "off", reason: FAILED, failingSince: minutes(0) }, days(30));
    expect(told.map(({ tell }) => tell)).toEqual(["opened", "changed", "changed"]);
    expect(kinds).toContain("switched_off");
    play(imported(ADDRESSES), days(31));
    play(works, days(31));
    play({ kind: "clock" }, days(32));
    expect(told.at(-1)?.tell).toBe("all_clear");
  });
});

it("a pause and an announced maintenance open nothing and end nothing", () => {
  const { play, current } = shop();
  play(
    { kind: "lane_moved", lane: "orders_in", state: "paused", reason: { code: "paused_by", by: "Ada" }, failingSince: null },
    minutes(0),
  );
  expect(current()).toBeNull();
  play(fails(minutes(1)), minutes(1));
  const until = minutes(90).toISOString();
  play(
    {
      kind: "lane_moved",
      lane: "orders_in",
      state: "maintenance",
      reason: { code: "window_announced", until, by: "Ada" },
      failingSince: null,
    },
    minutes(2),
  );
  expect(effectOf(current() as Incident, "orders_in")).toEqual({ kind: "down", since: minutes(1) });
});

it("nothing is said of a hosting provider whom nobody asked", () => {
  const { play, current } = shop();
  play({ kind: "check_completed", checkId: "c1", causes: [blocked()], cleared: [] }, minutes(0));
  play({ kind: "report_opened", reportId: "r1" }, minutes(1));
  expect(current()?.asked).toBeNull();
  play({ kind: "report_shared", asked: { reportId: "r0", causes: ["certificate_expired"], how: "pdf", to: null } }, minutes(2));
  expect(current()?.asked, "of another cause").toBeNull();
  const shared = play({ kind: "report_shared", asked: { reportId: "r1", causes: ["ip_blocked"], how: "link", to: null } }, minutes(2));
  expect(shared.entries).toMatchObject([{ kind: "report_shared" }]);
  play({ kind: "report_opened", reportId: "r1" }, minutes(3));
  play({ kind: "report_opened", reportId: "another" }, minutes(4));
  expect(current()?.asked).toMatchObject({ how: "link", at: minutes(2), opened: 1, lastOpenedAt: minutes(3) });
  expect(play({ kind: "report_opened", reportId: "r1" }, minutes(5)).entries, "the first time is told").toEqual([]);
  play({ kind: "host_answered", reportId: "r1", answer: "fixed" }, minutes(6));
  expect(current()?.asked).toMatchObject({ opened: 2, answer: { kind: "fixed", at: minutes(6), repliedAt: null } });
  play({ kind: "report_revoked", reportId: "r1" }, minutes(7));
  expect(current()?.asked, "who can open nothing is asked nothing").toBeNull();
});

it("a passed test is no longer said to have passed once the same is blocked again", () => {
  const { play, current } = shop();
  const cause = blocked();
  const found = (minute: number) => play({ kind: "check_completed", checkId: "c1", causes: [cause], cleared: [] }, minutes(minute));
  found(0);
  play({ kind: "report_shared", asked: { reportId: "r1", causes: ["ip_blocked"], how: "pdf", to: null } }, minutes(1));
  play({ kind: "check_completed", checkId: "c2", causes: [], cleared: [causeKey(cause)] }, minutes(2));
  play({ kind: "report_passed", reportId: "r1" }, minutes(2));
  expect(current()?.asked).toMatchObject({ testedAt: minutes(2), passedAt: minutes(2) });
  found(3);
  expect(current()?.asked).toMatchObject({ testedAt: minutes(2), passedAt: null });
});

it("a silent shop closes by the clock, and the clock names the moment", () => {
  const { play, current } = shop();
  play(fails(minutes(0)), minutes(0));
  play(works, minutes(5));
  const due = nextClockAt(current() as Incident);
  expect(due).toEqual(minutes(65));
  play({ kind: "clock" }, due as Date);
  expect(current()?.closedAt).toEqual(due);
  for (const lane of LANES) expect(effectOf(current() as Incident, lane)).toBeNull();
});
