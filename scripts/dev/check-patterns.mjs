// Fails on regular expressions of the product that take more than linear time, since shops, mails and forms choose the text they meet.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { parseSync } from "@swc/core";
import { root } from "./typescript.mjs";

// The engine in JavaScript alone: it needs no Java and no binary of the platform.
process.env.RECHECK_BACKEND = "pure";
const { checkSync } = await import("recheck");

/** Patterns that recheck cannot decide, and why they take linear time or never meet foreign text. */
const EXPLAINED = new Map([
  ["^\\/m\\/[^/]+\\/integrations\\/(?!connect(\\/|$))[^/]+", "our own paths; anchored, and a segment ends at its slash"],
  ["(?:(?![\\u200C\\u200D])[\\p{Cc}\\p{Cf}\\s])+", "one class, and nothing follows it"],
  ["9(?=\\D*$)", "a number that we made; no 9 lies within \\D*"],
  ["^[a-z][a-z0-9+.-]*:(?!\\d)", "anchored, and a scheme ends at its colon"],
  ["^([a-z][a-z0-9+.-]*):(?!\\d)", "anchored, and a scheme ends at its colon"],
  ["^(?:https?:\\/{0,2}\\s*)+(?=https?:\\/\\/)", "anchored, and each repetition starts with an h"],
  ["^0+(?=\\d)", "anchored with one loop"],
  ["(?<![\\w-])ck_\\w{4,}", "nothing follows the loop, which contains no beginning of a match"],
  ["^-(?=[\\d.]+$)", "anchored with one loop"],
  [
    "\\b(?:ck|cs|shpat|shpss|sk|pk|whsec)_[A-Za-z0-9]{8,}\\b|\\bmooring_[\\w-]{43}|\\bBearer\\s+\\S+|(?<=:\\/\\/)[^/\\s:@]+:[^/\\s@]+(?=@)",
    "a match begins at a word's start or after ://, neither of which lies within the loop that follows",
  ],
  ["\\b(Bearer|Basic|OAuth)\\s{1,20}[0-9A-Za-z+/=._~-]{8,}", "nothing follows the loop, so that it cannot fail after eight characters"],
  ["(?<![\\w-])eyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*", "a match does not begin within a loop, and each loop ends at its dot"],
  [
    '<([a-z_]{1,60})\\s+xlink:href="[^"<>]{0,1000}"((?:\\s+[a-z]{1,10}="(?:true|false)"){1,12})',
    "no loop contains <, and each ends at the sign that follows",
  ],
]);

/** Files that put patterns together, with what they add up to. */
const PUT_TOGETHER = new Map([
  ["lib/support/threads/receive-mail.ts", ["^-{2,}\\s*(original message|messaggio originale)\\s*-{2,}"]],
  ["lib/connectors/woocommerce/credentials.ts", ["ck_[0-9a-f]{40}", "^ck_\\w{4,}$", "(?<![\\w-])ck_\\w{4,}"]],
  ["lib/identity/accounts/schema.ts", ["^/m/0(?:/[A-Za-z0-9-]+)*$"]],
  ["lib/orders/privacy/redact-value.ts", ["mia@customer|mia%40customer"]],
  ["lib/connectors/records/order-fields.ts", ["^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$"]],
  [
    "lib/connectors/http/maintenance-pages.ts",
    ["<title\\b[^<>]{0,200}>[^<]{0,200}wartung", "(?:shop)\\s{1,20}(?:[^\\s<>]{1,20}\\s{1,20}){0,3}(?:wartung)"],
  ],
  ["lib/check/probe/order-number.ts", ["/(?:99999999([89])(?=[/?]|$)|7315842)$"]],
  ["lib/check/diagnosis/signs/unsigned-pages.ts", ['^\\s{0,20}\\{[^<]{0,400}?:\\s{0,5}"[^"<]{0,120}(?:forbidden|blocked\\b)']],
]);

/** Loops with an upper bound cost at most this many steps per character. */
const MAX_STEPS = 300_000;
const TIMEOUT_MS = 90_000;

/** @returns the steps per character at most; infinite with an open loop */
export function stepsOf(pattern) {
  const bare = pattern.replace(/\\[\s\S]/g, "a").replace(/\[[^\]]*\]/g, "a");
  if (/[*+]|\{\d+,\}/.test(bare)) return Number.POSITIVE_INFINITY;
  return Array.from(bare.matchAll(/\{(\d+),(\d+)\}/g)).reduce((steps, [, least, most]) => steps * (most - least + 1), 1);
}

/** @returns {{ literals: { pattern: string, flags: string }[], made: number }} what a file contains */
export function patternsIn(source, file) {
  const literals = [];
  let made = 0;
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    if (node.type === "RegExpLiteral") literals.push({ pattern: node.pattern, flags: node.flags });
    const isMade = (node.type === "NewExpression" || node.type === "CallExpression") && node.callee?.value === "RegExp";
    if (isMade) made += 1;
    Object.values(node).forEach(visit);
  };
  visit(parseSync(source, { syntax: "typescript", tsx: file.endsWith("x"), target: "es2022" }));
  return { literals, made };
}

/** @returns why the pattern may take more than linear time, or null */
export function findSlowness(pattern, flags) {
  if (stepsOf(pattern) <= MAX_STEPS || EXPLAINED.has(pattern)) return null;
  const { status, complexity, error } = checkSync(pattern, flags.replace(/[^imsuy]/g, ""), { checker: "automaton", timeout: TIMEOUT_MS });
  return status === "safe" ? null : (complexity?.summary ?? `not decided (${error?.kind})`);
}

const CHECKED = ["lib", "app", "components", "worker", "instrumentation.ts", "instrumentation-node.ts", "proxy.ts"];
const isProduct = (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.fixture\.|^lib\/testing\//.test(file);

function checkAll() {
  const cached = path.join(root, "node_modules/.cache/mooring/linear-patterns.json");
  const known = new Set(fs.existsSync(cached) ? JSON.parse(fs.readFileSync(cached, "utf8")) : []);
  const problems = [];
  const used = new Set();
  const check = (file, pattern, flags) => {
    used.add(pattern);
    const name = createHash("sha256").update(`${flags}/${pattern}`).digest("hex").slice(0, 24);
    if (known.has(name)) return;
    const slowness = findSlowness(pattern, flags);
    if (slowness === null) known.add(name);
    else problems.push(`${file}: /${pattern}/${flags} is ${slowness}`);
  };
  const files = execFileSync("git", ["ls-files", "--", ...CHECKED], { cwd: root, encoding: "utf8" })
    .trim()
    .split("\n")
    .filter(isProduct);
  for (const file of files.filter((name) => fs.existsSync(path.join(root, name)))) {
    const { literals, made } = patternsIn(fs.readFileSync(path.join(root, file), "utf8"), file);
    for (const { pattern, flags } of literals) check(file, pattern, flags);
    if (made > 0 && !PUT_TOGETHER.has(file)) problems.push(`${file}: puts a pattern together; write it in one, or list it here`);
    if (made > 0) for (const pattern of PUT_TOGETHER.get(file) ?? []) check(file, pattern, "i");
    if (made === 0 && PUT_TOGETHER.has(file)) problems.push(`${file}: is listed here and puts no pattern together`);
  }
  for (const pattern of EXPLAINED.keys()) if (!used.has(pattern)) problems.push(`/${pattern}/ is explained here and used nowhere`);
  fs.mkdirSync(path.dirname(cached), { recursive: true });
  fs.writeFileSync(cached, JSON.stringify([...known]));
  return problems;
}

if (process.argv[1] === import.meta.filename) {
  const problems = checkAll();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
