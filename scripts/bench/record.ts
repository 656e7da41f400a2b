import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { OperationFigures } from "@/scripts/bench/operation-figures";
import { type Figures, writeReport } from "@/scripts/bench/report";

const docs = path.join(import.meta.dirname, "../../docs");
const file = path.join(docs, "benchmarks.json");

/** The figures of earlier runs. */
export const readFigures = (): Partial<Figures> =>
  fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Partial<Figures>) : {};

/** Keeps the figures in docs/benchmarks.json and, beside their goals, in docs/benchmarks.md, so that a change shows what it cost. @returns the page */
export function recordFigures(measured: Partial<Figures>): string {
  const figures: Figures = {
    ...readFigures(),
    ...measured,
    measuredOn: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpu: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model ?? "unknown"}`,
  };
  const report = writeReport(figures);
  fs.writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  fs.writeFileSync(path.join(docs, "benchmarks.md"), report);
  return report;
}

export const recordOperations = (measured: OperationFigures): string =>
  recordFigures({ operations: { ...readFigures().operations, ...measured } });
