// Part of `npm run verify`: migrations must be safe while the version before them still runs.
import fs from "node:fs";
import path from "node:path";
import { root } from "./typescript.mjs";
import { findUnsafe } from "./unsafe-migration.mjs";

const folder = path.join(root, "prisma/migrations");

for (const name of fs.readdirSync(folder).sort()) {
  const file = path.join(folder, name, "migration.sql");
  if (!fs.existsSync(file)) continue;
  for (const { line, problem } of await findUnsafe(fs.readFileSync(file, "utf8"))) {
    process.exitCode = 1;
    process.stderr.write(`prisma/migrations/${name}/migration.sql:${line}: ${problem}.\n`);
  }
}
if (process.exitCode)
  process.stderr.write("Where it is safe all the same, say why in a comment above the statement: `-- safe: <reason>`.\n");
