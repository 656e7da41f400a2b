import { expect, it } from "vitest";
import type { Probe } from "@/lib/check/result";
import { isDisproved } from "@/lib/incidents/is-disproved";

const [ONE, OTHER] = ["198.51.100.7", "198.51.100.8"];

const probe = (from: string | null, method: string, passed: boolean, over: Partial<Probe> = {}): Probe =>
  ({ from, method, passed, userAgent: "Sendcloud/1.0.0", source: "egress", ...over }) as Probe;
const scope = (addresses: string[], methods: string[] = []) => ({ addresses, methods, userAgents: [] });
const judge = (refused: ReturnType<typeof scope>, probes: Probe[], verdict: "healthy" | "blocked" = "healthy") =>
  isDisproved(refused, { probes, verdict });

it("the same method that passes from another address proves nothing", () => {
  const probes = [probe(ONE, "GET", true), probe(ONE, "PATCH", false), probe(OTHER, "PATCH", true)];
  expect(judge(scope([ONE], ["PATCH"]), probes)).toBe(false);
  expect(judge(scope([ONE], ["PATCH"]), [...probes, probe(ONE, "PATCH", true)])).toBe(true);
});

it("every refused address must pass", () => {
  expect(judge(scope([ONE, OTHER]), [probe(ONE, "GET", true), probe(OTHER, "GET", false)])).toBe(false);
  expect(judge(scope([ONE, OTHER]), [probe(ONE, "GET", true), probe(OTHER, "GET", true)])).toBe(true);
});

it("a request that was not sent counts as passed only if each of its parts passes in a reachable shop", () => {
  const parts = [probe(ONE, "GET", true), probe(OTHER, "PATCH", true)];
  expect(judge(scope([ONE], ["PATCH"]), parts)).toBe(true);
  expect(judge(scope([ONE], ["PATCH"]), parts, "blocked")).toBe(false);
  expect(judge(scope([ONE], ["PATCH"]), parts.slice(0, 1))).toBe(false);
});

it("neither silence nor the control address proves anything", () => {
  expect(judge(scope([]), [])).toBe(false);
  expect(judge(scope([]), [probe("198.51.100.9", "GET", true, { source: "control" })])).toBe(false);
});
