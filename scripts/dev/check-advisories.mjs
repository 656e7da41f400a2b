// Known vulnerabilities in production dependencies. Fails for severe ones; prints "unchecked" if the registry does not respond.
import { spawnSync } from "node:child_process";
import { root } from "./typescript.mjs";

const TIMEOUT_MS = 30_000;
const SEVERE = ["critical", "high"];

/** npm's report; empty after an error or without a response. */
function readReport() {
  const npm = process.env.npm_execpath;
  const [file, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  const { stdout } = spawnSync(file, [...first, "audit", "--omit=dev", "--json"], { cwd: root, timeout: TIMEOUT_MS, encoding: "utf8" });
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

const { vulnerabilities } = readReport();
if (vulnerabilities) {
  const severe = Object.values(vulnerabilities).filter(({ severity }) => SEVERE.includes(severity));
  for (const { name, severity, range } of severe) console.error(`${name} ${range}: ${severity} advisory (npm audit --omit=dev)`);
  console.log(`Advisories: ${severe.length} severe, ${Object.keys(vulnerabilities).length} in all.`);
  process.exitCode = severe.length === 0 ? 0 : 1;
} else console.log("Advisories: unchecked, since the registry did not answer.");
