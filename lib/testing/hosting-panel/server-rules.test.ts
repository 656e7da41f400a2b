import { describe, expect, it } from "vitest";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { actOnPanel, FIRST_STATE, findAddresses } from "@/lib/testing/hosting-panel/server-rules";

const OURS = ["127.0.0.2", "127.0.0.3"];

describe("the demo's hosting panel", () => {
  const fixes = fixesFor(
    { code: "user_agent_blocked", reason: null, blocker: "apache", methods: [], addresses: [], userAgents: [] },
    {
      url: "https://shop.example",
      shopSystem: "woocommerce",
      server: "apache",
      addresses: OURS,
      userAgents: userAgents("woocommerce"),
      methods: [],
    },
  );
  const printed = fixes
    .flatMap(({ id, snippets }) => snippets.map(({ code }) => [id, code] as const))
    .filter(([, code]) => /127[[.]/.test(code));

  it.each(printed)("finds the addresses in the printed fix %s", (_id, code) => {
    expect(findAddresses(code)).toEqual(OURS);
  });

  it.each(["", "Sendcloud/1.0.0", "10.0.0.0/8", "1.2.3.4.5", "999.1.1.1"])("finds no address in “%s”", (pasted) => {
    expect(findAddresses(pasted)).toEqual([]);
    expect(actOnPanel(FIRST_STATE, { kind: "exempt", pasted })).toBe(FIRST_STATE);
  });

  it("undoes the last change, and only that one", () => {
    const exempted = actOnPanel(FIRST_STATE, { kind: "exempt", pasted: OURS.join(" ") });
    const off = actOnPanel(exempted, { kind: "switch" });
    expect(off.now).toEqual({ isActive: false, exempt: OURS });
    const undone = actOnPanel(off, { kind: "undo" });
    expect(undone.now).toEqual(exempted.now);
    expect(actOnPanel(undone, { kind: "undo" })).toBe(undone);
  });
});
