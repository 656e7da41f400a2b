import { expect, it } from "vitest";
import { noteText } from "@/lib/notify/message";
import { openWords } from "@/lib/notify/words";

it("a message about a partly blocked shop says that it is blocked in part, and never that its import is down", async () => {
  const words = await openWords("en", "UTC");
  const reason = {
    code: "causes_found",
    cause: "ip_blocked",
    checkId: "c",
    others: 0,
    methods: [],
    userAgents: [],
    addresses: ["192.0.2.1"],
  };
  const params = { ...reason, blocker: null, fixer: "hosting_provider", since: "2026-03-02T08:00:00.000Z" };
  const about = { id: "1", integrationId: "a", lane: null, at: new Date("2026-03-02T08:05:00Z"), shop: "Bloemen" };
  const opened = noteText({ ...about, kind: "needs_you", params }, words);
  expect(opened).toMatch(/^Partly blocked since /);
  expect(opened).toContain("192.0.2.1");
  expect(opened).not.toMatch(/down|Order import/);
  expect(noteText({ ...about, kind: "recovered", params: {} }, words)).toBe("None of our requests is blocked any more.");
});
