// `npm run build:app`: everything that production runs, in dist/, which needs only Node. `node server.js` is the web process, `node
// server/bin/worker.mjs` the worker; the other commands are next to it. See docs/operations.md.
import fs from "node:fs";
import path from "node:path";
import { nodeFileTrace } from "@vercel/nft";
import { build } from "./dev/build.mjs";
import { bundle } from "./dev/bundle.mjs";
import { step, stopWith } from "./dev/progress.mjs";
import { root } from "./dev/typescript.mjs";

const COMMANDS = {
  worker: "worker/main.ts",
  migrate: "scripts/migrate.ts",
  check: "worker/check.ts",
  "add-person": "scripts/add-person.ts",
  "reseal-credentials": "scripts/reseal-credentials.ts",
};
/** Bundles are two folders deep, as lib/infra/migrations-folder.ts expects. */
const BIN = "server/bin";

const at = (...parts) => path.join(root, ...parts);
const copy = (from, to) => fs.cpSync(at(from), at(to), { recursive: true, verbatimSymlinks: true });

async function buildWeb() {
  await build();
  copy(".next/standalone", "dist");
  copy(".next/static", "dist/.next/static");
  copy("public", "dist/public");
}

/** Bundles our code and copies the package files it needs. Traced next to the complete node_modules, not inside dist. */
async function buildCommands() {
  const outdir = at(".next/bin");
  fs.rmSync(outdir, { recursive: true, force: true });
  await bundle(COMMANDS, outdir);
  const bundles = fs.readdirSync(outdir).map((name) => path.join(outdir, name));
  const { fileList } = await nodeFileTrace(bundles, { base: root, ignore: "node_modules/node-*/**" });
  fs.cpSync(outdir, at("dist", BIN), { recursive: true });
  for (const file of fileList) if (file.startsWith("node_modules/") && fs.statSync(at(file)).isFile()) copy(file, `dist/${file}`);
  copy("prisma/migrations", "dist/prisma/migrations");
}

try {
  fs.rmSync(at("dist"), { recursive: true, force: true });
  await step("Building the web application", buildWeb);
  await step("Building worker and commands", buildCommands);
} catch (error) {
  stopWith(error);
  process.exit(1);
}
