import { execFileSync } from "node:child_process";
import { benchChecks } from "@/scripts/bench/checks";
import { benchPartitions } from "@/scripts/bench/partitions";
import { benchProber } from "@/scripts/bench/prober";
import { readFigures, recordFigures } from "@/scripts/bench/record";
import type { Figures } from "@/scripts/bench/report";
import { benchSync, benchTracing } from "@/scripts/bench/sync";
import { goProberVersion, openWorkshop } from "@/scripts/bench/workshop";
import { ownNode, root, typescriptArguments } from "@/scripts/dev/typescript.mjs";

// `npm run bench -- checks` measures that part alone; the figures of the others stay.

const PARTS = ["prober", "checks", "sync", "spans", "tracing", "partitions"] as const;
const asked = process.argv.slice(2);
const wanted = PARTS.filter((part) => asked.length === 0 || asked.includes(part));
if (asked.some((name) => !PARTS.some((part) => part === name))) throw new Error(`Name parts of ${PARTS.join(", ")}.`);

if (wanted.length > 1) {
  // Each in a process of its own: code of the product reads the environment once, and each part names a database of its own.
  for (const part of wanted)
    execFileSync(ownNode(), [...typescriptArguments("scripts/bench/main.ts"), part], { cwd: root, stdio: "inherit" });
  process.exit(0);
}

const figures: Partial<Figures> = readFigures();
if (wanted.includes("prober") || wanted.includes("checks")) {
  figures.goProber = goProberVersion();
  const workshop = await openWorkshop();
  try {
    if (wanted.includes("prober")) figures.prober = await benchProber(workshop);
    if (wanted.includes("checks")) figures.checks = await benchChecks(workshop);
  } finally {
    workshop.close();
  }
}
if (wanted.includes("sync")) figures.sync = await benchSync();
if (wanted.includes("spans")) figures.spans = await (await import("@/scripts/bench/tracing")).benchSpans();
if (wanted.includes("tracing")) figures.tracing = await benchTracing();
if (wanted.includes("partitions")) figures.partitions = await benchPartitions();

process.stdout.write(recordFigures(figures));
process.exit(0);
