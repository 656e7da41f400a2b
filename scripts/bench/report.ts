import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "@/scripts/dev/typescript.mjs";

/** A figure, with its goal if it has one. */
export interface Row {
  what: string;
  figure: string;
  goal?: string;
  isReached?: boolean;
}

export const atLeast = (what: string, value: number, goal: number, beside = ""): Row => ({
  what,
  figure: `${value}${beside}`,
  goal: `≥ ${goal}`,
  isReached: value >= goal,
});
export const atMost = (what: string, value: number, goal: number, unit = "", beside = ""): Row => ({
  what,
  figure: `${value}${unit}${beside}`,
  goal: `≤ ${goal}${unit}`,
  isReached: value <= goal,
});
export const plain = (what: string, figure: string): Row => ({ what, figure });

/** In the order of the page. */
const SECTIONS = ["checks", "stored", "sync", "load", "restart", "soak"] as const;
type SectionName = (typeof SECTIONS)[number];

export interface Section {
  title: string;
  method: string;
  rows: Row[];
}

/** CPU milliseconds, which `npm run simulate` multiplies. */
export interface Costs {
  sync: { worker: number; database: number };
  /** Wall time of storing 10,000 orders, shared by worker, database and shop. */
  import: number;
  check: { worker: number; database: number };
  page: { web: number; database: number };
}

export interface Benchmarks {
  measuredOn: string;
  node: string;
  cpu: string;
  sections: Partial<Record<SectionName, Section>>;
  costs: Costs;
  /** Of `npm run bench:pages`. */
  pages?: unknown;
}

const docs = path.join(root, "docs");
const file = path.join(docs, "benchmarks.json");

export const readBenchmarks = (): Benchmarks => JSON.parse(fs.readFileSync(file, "utf8")) as Benchmarks;
export const writeBenchmarks = (benchmarks: Benchmarks): void => fs.writeFileSync(file, `${JSON.stringify(benchmarks, null, 2)}\n`);

/** Replaces a section of docs/benchmarks.json and what docs/benchmarks.md shows of it, and prints it. */
export function record(name: SectionName, section: Section, costs: Partial<Costs> = {}): void {
  const kept = readBenchmarks();
  const benchmarks: Benchmarks = {
    ...kept,
    measuredOn: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpu: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model ?? "unknown"}`,
    sections: { ...kept.sections, [name]: section },
    costs: { ...kept.costs, ...costs },
  };
  writeBenchmarks(benchmarks);
  const page = path.join(docs, "benchmarks.md");
  fs.writeFileSync(
    page,
    fs.readFileSync(page, "utf8").replace(MEASURED, () => writeMeasured(benchmarks)),
  );
  process.stdout.write(`${writeSection(section)}\n`);
}

const writeRow = ({ what, figure, goal = "–", isReached = true }: Row): string =>
  `| ${what} | ${figure} | ${goal}${isReached ? "" : ", **missed**"} |`;

const writeSection = ({ title, method, rows }: Section): string =>
  `### ${title}\n\n${method}\n\n| what | figure | goal |\n|---|---|---|\n${rows.map(writeRow).join("\n")}`;

/** The part of the page that benchmarks write. */
const MEASURED = /(?<=<!-- measured -->\n)[\s\S]*(?=<!-- \/measured -->)/;

const writeMeasured = ({ measuredOn, node, cpu, sections }: Benchmarks): string => `
Measured on ${measuredOn} (Node ${node}, ${cpu}).

${SECTIONS.flatMap((name) => (sections[name] ? [writeSection(sections[name])] : [])).join("\n\n")}

`;
