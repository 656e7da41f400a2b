import fs from "node:fs";
import path from "node:path";
import { benchProber } from "@/scripts/bench/prober";
import { benchSync } from "@/scripts/bench/sync";

// `npm run bench`: figures are printed and kept in docs/benchmarks.json, so that a change shows what it cost.
const figures = {
  measuredOn: new Date().toISOString().slice(0, 10),
  node: process.version,
  prober: await benchProber(),
  sync: await benchSync(),
};
console.table(figures.prober);
console.table(figures.sync.importAgainstFetch);
console.table({ "storing against COPY": figures.sync.storingAgainstCopy, "syncs without news": figures.sync.unchanged });
fs.writeFileSync(path.join(import.meta.dirname, "../../docs/benchmarks.json"), `${JSON.stringify(figures, null, 2)}\n`);
process.exit(0);
