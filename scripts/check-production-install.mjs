// `npm run check-production`: proves in a copy that the product builds, migrates and starts without development dependencies.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ownNode, root } from "./dev/typescript.mjs";

const copy = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-production-"));
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
const run = (file, args) => execFileSync(file, args, { cwd: copy, env, stdio: "inherit" });
try {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(copy, file));
  }
  run("npm", ["ci", "--omit=dev", "--include=optional", "--no-audit", "--no-fund", "--prefer-offline"]);
  const { packages } = JSON.parse(fs.readFileSync(path.join(copy, "package-lock.json"), "utf8"));
  const left = Object.keys(packages).filter((place) => packages[place].dev && fs.existsSync(path.join(copy, place)));
  if (left.length > 0) throw new Error(`Development dependencies were installed: ${left.join(", ")}`);
  const node = ownNode();
  run(node, ["node_modules/prisma/build/index.js", "generate"]);
  run(node, ["node_modules/next/dist/bin/next", "build"]);
  // Every module of the worker is loaded; without an environment it then ends with the list of what is missing.
  const worker = ["--import", "tsx", "--eval", 'await import("./worker/start-worker.ts"); process.exit(0)', "--input-type=module"];
  run(node, worker);
  console.log("The product builds and its worker loads without development dependencies.");
} finally {
  fs.rmSync(copy, { recursive: true, force: true });
}
