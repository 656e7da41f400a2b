import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { benchChecks } from "@/scripts/bench/checks";
import { benchProber } from "@/scripts/bench/prober";
import { type Figures, writeReport } from "@/scripts/bench/report";
import { benchSync } from "@/scripts/bench/sync";
import { goProberVersion, openWorkshop } from "@/scripts/bench/workshop";

// `npm run bench`: figures are kept in docs/benchmarks.json and, beside their goals, in docs/benchmarks.md, so that a change shows what it
// cost. `npm run bench -- checks` measures that part alone; the figures of the others stay.

const PARTS = ["prober", "checks", "sync"] as const;
const docs = path.join(import.meta.dirname, "../../docs");
const file = path.join(docs, "benchmarks.json");

const asked = process.argv.slice(2);
const wanted = PARTS.filter((part) => asked.length === 0 || asked.includes(part));
if (asked.some((name) => !PARTS.some((part) => part === name))) throw new Error(`Name parts of ${PARTS.join(", ")}.`);

const before: Partial<Figures> = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Partial<Figures>) : {};
// What an earlier version of a part wrote in another shape is left out until that part is measured again.
if (before.checks && !("schemes" in before.checks)) delete before.checks;
if (before.sync && !("scale" in before.sync)) delete before.sync;
const figures: Figures = {
  ...before,
  measuredOn: new Date().toISOString().slice(0, 10),
  node: process.version,
  cpu: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model ?? "unknown"}`,
};
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

const report = writeReport(figures);
fs.writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
fs.writeFileSync(path.join(docs, "benchmarks.md"), report);
process.stdout.write(report);
process.exit(0);
