import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALL_CASES } from "@/e2e/lab/cases/all";
import { checkCase, resolveLabNames, trustLabAuthority } from "@/e2e/lab/harness/check";
import { missingServers } from "@/e2e/lab/harness/servers";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { isRight, judge } from "@/e2e/lab/judge";
import type { LabCase } from "@/e2e/lab/lab-case";
import { type CaseOutcome, writeReport } from "@/e2e/lab/report";
import { NOISY_REQUESTS } from "@/lib/check/probe/plan/evidence/policy";
import { checkResultSchema } from "@/lib/check/result";
import { mayBeNoise } from "@/lib/testing/check-scene";

const slowestCheckMs = 60_000;
const missing = missingServers();
const outcomes = new Map<LabCase, CaseOutcome>();
const skipped: { name: string; why: string }[] = [];

beforeAll(trustLabAuthority);
beforeAll(resolveLabNames);

afterAll(() => {
  const report = writeReport([...outcomes.values()], skipped);
  const folder = path.join(import.meta.dirname, "../../.data/lab");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "report.txt"), `${report}\n`);
  console.log(report);
});

describe.concurrent("the check reports exactly the causes of a shop behind real servers", () => {
  for (const labCase of ALL_CASES) {
    const absent = labCase.needs.filter((name) => missing.includes(name));
    if (absent.length > 0) {
      const why = `needs ${absent.join(", ")}: node e2e/lab/install.mjs${absent.includes("wordpress") ? " --wordpress" : ""} as root on Debian`;
      skipped.push({ name: labCase.name, why });
      it.skip(`${labCase.name} (${why})`, () => {});
      continue;
    }
    it(labCase.name, { timeout: slowestCheckMs + 30_000 }, async ({ expect: check }) => {
      const workspace = new Workspace(labCase.name);
      try {
        const { url, shop } = await labCase.open(workspace);
        const before = shop?.shop.digest();
        const result = await checkCase(labCase, url);
        const judgement = judge(labCase.truth, result);
        if (shop && shop.shop.digest() !== before) judgement.other.push("the shop's data was changed");
        if (shop && shop.maxConcurrency() > 2) judgement.other.push(`${shop.maxConcurrency()} requests at once`);
        if (result.requests > (labCase.atMost ?? (mayBeNoise(result.probes) ? NOISY_REQUESTS : 24)))
          judgement.other.push(`${result.requests} requests`);
        if (result.durationMs > slowestCheckMs) judgement.other.push(`took ${result.durationMs} ms`);
        outcomes.set(labCase, { labCase, judgement, requests: result.requests, durationMs: result.durationMs });
        check(() => checkResultSchema.parse(result)).not.toThrow();
        const probes = result.probes.map(
          (probe) =>
            `${probe.id} ${probe.purpose} ${probe.method} ${probe.path} ${probe.from} ${probe.userAgent.slice(0, 24)} → ${probe.status ?? probe.failure} ${probe.reached}`,
        );
        check(isRight(judgement), [JSON.stringify(judgement, null, 1), ...probes].join("\n")).toBe(true);
      } catch (error) {
        // A case that could not run counts as failed.
        if (!outcomes.has(labCase))
          outcomes.set(labCase, {
            labCase,
            judgement: { missed: [], falseAlarms: [], other: [String(error).slice(0, 300)] },
            requests: 0,
            durationMs: 0,
          });
        throw error;
      } finally {
        await workspace.close();
      }
    });
  }
});

it("the lab has at least sixty cases with unique names, a third of them healthy", () => {
  expect(ALL_CASES.length).toBeGreaterThanOrEqual(60);
  expect(ALL_CASES.filter(({ truth }) => truth.verdict === "healthy").length * 3).toBeGreaterThanOrEqual(ALL_CASES.length);
  expect(new Set(ALL_CASES.map(({ name }) => name)).size).toBe(ALL_CASES.length);
});
