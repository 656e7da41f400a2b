import fs from "node:fs";
import path from "node:path";
import { benchProber } from "@/scripts/bench/prober";

// `npm run bench`: figures are printed and kept in docs/benchmarks.json, so that a change shows what it cost.
const figures = { measuredOn: new Date().toISOString().slice(0, 10), node: process.version, prober: await benchProber() };
console.table(figures.prober);
fs.writeFileSync(path.join(import.meta.dirname, "../../docs/benchmarks.json"), `${JSON.stringify(figures, null, 2)}\n`);
process.exit(0);
