import { expect, it } from "vitest";
import { noteText } from "@/lib/notify/message";
import { openWords } from "@/lib/notify/words";

it("a note about a partly blocked shop says that it is blocked in part, and never that its import is down", async () => {
  const words = await openWords("en", "UTC");
  const at = "2026-03-02T08:00:00.000Z";
  const scope = { addresses: ["192.0.2.1"], userAgents: [], methods: [] };
  const cause = { code: "ip_blocked", blocker: null, fixer: "hosting_provider", scope, lanes: ["orders_in"], checkId: "c" };
  const incident = {
    id: "i",
    openedAt: at,
    closedAt: null,
    quietSince: null,
    goodObservations: 0,
    cameBack: 0,
    lanes: { orders_in: null, tracking_out: null },
    causes: [{ ...cause, firstSeenAt: at, lastSeenAt: at, clearedAt: null }],
  };
  const about = { id: "1", integrationId: "a", lane: null, at: new Date("2026-03-02T08:05:00Z"), shop: "Bloemen" };
  const opened = noteText({ ...about, kind: "needs_you", params: { incidentId: "i", incident } }, words);
  expect(opened).toMatch(/^Partly blocked since /);
  expect(opened).toContain("192.0.2.1");
  expect(opened).not.toMatch(/down|Order import/);
  const over = { ...incident, closedAt: "2026-03-02T10:00:00.000Z", quietSince: "2026-03-02T09:00:00.000Z" };
  expect(noteText({ ...about, kind: "recovered", params: { incidentId: "i", incident: over } }, words)).toMatch(/^Everything works again/);
  expect(noteText({ ...about, kind: "needs_you", params: {} }, words), "from before incidents were stored").toBe("A shop needs action.");
});
