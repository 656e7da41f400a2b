import { describe, expect, it } from "vitest";
import type { Asked, IncidentCause } from "@/lib/incidents/incident";
import { dueAt } from "@/lib/support/queue/targets";
import { isSnoozed, NO_WORK, waitsOnHostSince } from "@/lib/support/queue/work";

const at = (hour: number): Date => new Date(Date.UTC(2026, 11, 3, hour));

const asked = (parts: Partial<Asked> = {}): Asked => ({
  reportId: "r",
  causes: ["ip_blocked"],
  how: "mail",
  at: at(1),
  to: "host@example.com",
  opened: 0,
  lastOpenedAt: null,
  testedAt: null,
  passedAt: null,
  remindedAt: null,
  answer: null,
  ...parts,
});

const CAUSE: IncidentCause = {
  code: "ip_blocked",
  blocker: "nginx",
  fixer: "hosting_provider",
  scope: { addresses: [], userAgents: [], methods: [] },
  lanes: ["orders_in"],
  checkId: "c",
  firstSeenAt: at(0),
  lastSeenAt: at(0),
  clearedAt: null,
};

describe("a snoozed incident", () => {
  const work = { ...NO_WORK, snoozedAt: at(2), snoozedUntil: at(10), snoozeReason: "x" };
  const unchanged = { incident: { asked: asked() }, since: at(0), askedAt: null };

  it("waits until its end", () => {
    expect(isSnoozed(work, unchanged, at(9))).toBe(true);
    expect(isSnoozed(work, unchanged, at(10))).toBe(false);
    expect(isSnoozed(NO_WORK, unchanged, at(9))).toBe(false);
  });

  it("comes back at once when the host answers, the merchant writes, or the shop gets worse", () => {
    const answer = { kind: "need_more" as const, at: at(3), repliedAt: null };
    expect(isSnoozed(work, { ...unchanged, incident: { asked: asked({ answer }) } }, at(4))).toBe(false);
    expect(isSnoozed(work, { ...unchanged, askedAt: at(3) }, at(4))).toBe(false);
    expect(isSnoozed(work, { ...unchanged, since: at(3) }, at(4))).toBe(false);
  });

  it("is not woken by what was known when it was put off", () => {
    const answer = { kind: "need_more" as const, at: at(1), repliedAt: null };
    expect(isSnoozed(work, { incident: { asked: asked({ answer }) }, since: at(1), askedAt: at(1) }, at(4))).toBe(true);
  });
});

describe("waiting on the host", () => {
  it("counts from the last time that it was asked, reminded or answered to", () => {
    expect(waitsOnHostSince({ asked: asked(), causes: [CAUSE] })).toEqual(at(1));
    expect(waitsOnHostSince({ asked: asked({ remindedAt: at(5) }), causes: [CAUSE] })).toEqual(at(5));
    const answer = { kind: "need_more" as const, at: at(6), repliedAt: at(7) };
    expect(waitsOnHostSince({ asked: asked({ answer }), causes: [CAUSE] })).toEqual(at(7));
  });

  it("is over when it passed, when the host waits for an answer, or when something else is refused", () => {
    expect(waitsOnHostSince({ asked: null, causes: [CAUSE] })).toBeNull();
    expect(waitsOnHostSince({ asked: asked({ passedAt: at(5) }), causes: [CAUSE] })).toBeNull();
    const answer = { kind: "not_ours" as const, at: at(6), repliedAt: null };
    expect(waitsOnHostSince({ asked: asked({ answer }), causes: [CAUSE] })).toBeNull();
    expect(waitsOnHostSince({ asked: asked(), causes: [{ ...CAUSE, code: "method_blocked" }] })).toBeNull();
    expect(waitsOnHostSince({ asked: asked(), causes: [{ ...CAUSE, clearedAt: at(3) }] })).toBeNull();
  });
});

it("a shop that is down must be helped before one that is partly blocked or delayed", () => {
  const [down, partial, delayed] = (["down", "partial", "delayed"] as const).map((kind) => dueAt(kind, at(0)).getTime());
  expect([down, partial, delayed].toSorted((a = 0, b = 0) => a - b)).toEqual([down, partial, delayed]);
});
