// Builds the web application if its sources changed since the last build.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { capture } from "./bootstrap.mjs";
import { packCli } from "./bundle-cli.mjs";
import { inTurn } from "./process-lock.mjs";
import { Sentence } from "./progress.mjs";
import { root } from "./typescript.mjs";

const SOURCES = ["app", "components", "lib", "scripts/cli", "prisma/schema.prisma", "package-lock.json", "tsconfig.json"];
const CONFIGURATION = /^(next\.config|postcss\.config|proxy|instrumentation(-client|-node)?)\.[cm]?[jt]s$/;
const NOT_BUILT = /(^|\/)(prisma-client|testing)(\/|$)|\.test\.tsx?$|\.md$/;
const STAMP = path.join(root, ".next/mooring-sources");

function* listFiles(relative) {
  const full = path.join(root, relative);
  const entry = fs.statSync(full, { throwIfNoEntry: false });
  if (!entry || NOT_BUILT.test(relative)) return;
  if (!entry.isDirectory()) yield relative;
  else for (const name of fs.readdirSync(full).sort()) yield* listFiles(`${relative}/${name}`);
}

/** Variables that a build embeds. */
const VARIABLES = ["NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "NEXT_DEPLOYMENT_ID"];

/** A digest of everything that the build reads, and of the Node version. */
function digestSources() {
  const digest = createHash("sha256").update(process.version);
  for (const name of VARIABLES) digest.update(`\0${name}=${process.env[name] ?? ""}`);
  const roots = [...SOURCES, ...fs.readdirSync(root).filter((name) => CONFIGURATION.test(name))];
  for (const name of roots) {
    for (const file of listFiles(name)) digest.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return digest.digest("hex");
}

/** Whether the last build is up to date. */
export function isBuilt() {
  try {
    return (
      fs.readFileSync(STAMP, "utf8") === digestSources() && fs.existsSync(path.join(root, ".next/BUILD_ID")) && fs.existsSync(CLI_FILE)
    );
  } catch {
    return false;
  }
}

/** The command line, which the web process serves with the files of this folder. */
const CLI_FILE = path.join(root, "public/mooring.tgz");

/** Packs the command line and runs `next build`; throws with the compiler's output if it fails. */
export async function build() {
  await inTurn(path.join(root, ".data/build.lock"), async () => {
    if (isBuilt()) return;
    const digest = digestSources();
    await packCli(CLI_FILE);
    const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
    const { code, output } = await capture(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], env);
    if (code !== 0) throw new Sentence(`${output.trimEnd()}\n\nThe web application could not be built (above).`);
    fs.writeFileSync(STAMP, digest);
  });
}
