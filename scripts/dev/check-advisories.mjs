// Known vulnerabilities of what production installs. Fails for severe ones; says "unchecked" where the registry does not answer.
import { spawn } from "node:child_process";
import path from "node:path";

const WITHIN_MS = 30_000;
const SEVERE = ["critical", "high"];

const root = path.resolve(import.meta.dirname, "../..");
const own = process.env.npm_execpath;
const [file, first] = own ? [process.execPath, [own]] : ["npm", []];
const child = spawn(file, [...first, "audit", "--omit=dev", "--json"], {
  cwd: root,
  timeout: WITHIN_MS,
  stdio: ["ignore", "pipe", "ignore"],
});
let output = "";
child.stdout.on("data", (chunk) => {
  output += chunk;
});
child.once("error", () => {});
child.once("close", () => {
  const report = readReport(output);
  if (!report) {
    console.log("Advisories: unchecked, since the registry did not answer.");
    return;
  }
  const severe = Object.values(report.vulnerabilities).filter(({ severity }) => SEVERE.includes(severity));
  for (const { name, severity, range } of severe) console.error(`${name} ${range}: ${severity} advisory (npm audit --omit=dev)`);
  console.log(`Advisories: ${severe.length} severe, ${Object.keys(report.vulnerabilities).length} in all.`);
  process.exitCode = severe.length === 0 ? 0 : 1;
});

/** npm's report; null for an error, or for no answer. */
function readReport(text) {
  try {
    const report = JSON.parse(text);
    return typeof report.vulnerabilities === "object" ? report : null;
  } catch {
    return null;
  }
}
