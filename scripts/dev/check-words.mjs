// Fails on words that the glossary (docs/glossary.md) replaced, in code and docs. Messages for users and applied migrations are exempt.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root } from "./typescript.mjs";

/** @type {readonly (readonly [RegExp, string])[]} a replaced word and what to write instead */
const REPLACED = [
  [/canary/i, '"recovery probe" (polls a throttled shop) or "dummy credential"'],
  [/askAhead|foresee/i, '"prefetch"'],
  [/bearsForeign401|dressKeyed|isSoiled|beCareful/, '"treat401AsShop", "addCredentials", "hasCachedRefusal", "backOff"'],
  [/\bcount proof|proof of counts?\b/i, '"count check"'],
  [/\bquiet runs?\b/i, '"no-op run"'],
  [/\bset aside\b|setAside/i, '"quarantined"'],
  [/rhythm/i, '"schedule" or "order rate"'],
  [/\bwishes\b|Wishes\b/, '"notification preferences"'],
  [/\bwavering\b|\bdoubted\b/i, '"intermittent" or "unconfirmed"'],
  [/\bwhoever\b/i, "the role: the user, the caller, the worker"],
  [/\bsomebody\b/i, "the role: a user, a member, another client"],
  [/\bnobody\b/i, '"no user", "no one" or "none"'],
];

/** Uses with another meaning: file → words. */
const ALLOWED = {
  "scripts/dev/check-words.mjs": /./,
};

const CHECKED = ["*.ts", "*.tsx", "*.mjs", "*.cjs", "*.md", "*.css", "*.sh", "*.yml", "prisma/schema.prisma"];
const EXEMPT = [":!lib/i18n/messages", ":!prisma/migrations"];

const files = execFileSync("git", ["ls-files", "--", ...CHECKED, ...EXEMPT], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");
let found = 0;
for (const file of files) {
  const lines = fs.existsSync(path.join(root, file)) ? fs.readFileSync(path.join(root, file), "utf8").split("\n") : [];
  for (const [index, line] of lines.entries()) {
    for (const [word, instead] of REPLACED) {
      const match = word.exec(line)?.[0];
      if (match === undefined || ALLOWED[file]?.test(match)) continue;
      found += 1;
      console.error(`${file}:${index + 1}: "${match}": write ${instead}`);
    }
  }
}
if (found > 0) process.exitCode = 1;
