// Fails on words that the glossary (docs/glossary.md) replaced, in code and docs. Messages for users and applied migrations are exempt.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root } from "./typescript.mjs";

/**
 * A replaced word, and what to write instead.
 * @type {readonly (readonly [RegExp, string])[]}
 */
const REPLACED = [
  [/askAhead|foresee/i, '"prefetch"'],
  [/bearsForeign401|dressKeyed|isSoiled|beCareful/, '"treat401AsShop", "addCredentials", "hasCachedRefusal", "backOff"'],
  [/\bcount proof|proof of counts?\b/i, '"count check"'],
  [/\bquiet runs?\b/i, '"no-op run"'],
  [/\bset aside\b|setAside/i, '"quarantined"'],
  [/\bwavering\b|\bdoubted\b/i, '"intermittent" or "unconfirmed"'],
  // Not the stored names: the queue "canary-look", the trigger "canary", the table canary_look.
  [/(?<!["'])canary(?!-look|_look|: \{)/i, '"recovery probe" or "dummy credential"'],
  [/rhythm/i, '"schedule" or "order rate"'],
  // Not the column: `s.wishes`, `wishes is not null`, `@map("wishes")`.
  [/(?<![."])\bwishes\b(?! is not null|::text)/i, '"notification preferences"'],
  // Not the former name of a state, which bookmarks hold.
  [/\bheals?\b|heals_alone(?!: "|", ")/i, '"recovers"'],
  [/\btells\b|(?<=[a-z,;:] )told(?= [a-z])/i, '"notify", "show", "report" or "distinguish"'],
  // Not a keystroke (`keyboard.press`) and not `aria-pressed`.
  [/(?<![.\w-])press(?:es|ing|ed)?\b(?!\()/i, '"click", "trigger" or, of a key, "keystroke"'],
  [/\bof ours\b/i, '"our …"'],
  [/\bstrangers?\b/i, '"outsider", "guest" or "new user"'],
  [/\bwhoever\b/i, "the role: the user, the caller, the worker"],
  [/(?<!["'.])\bsomebody\b(?!@)/i, "the role: a user, a member, another client"],
  // Not the stored actor "nobody", an e-mail address or a system user.
  [/(?<!["'`/.])\bnobody\b(?![@:-])/i, '"no user", "no one" or "none"'],
];

const CHECKED = ["*.ts", "*.tsx", "*.mjs", "*.cjs", "*.md", "*.css", "*.sh", "*.yml", "prisma/schema.prisma"];
const EXEMPT = [":!lib/i18n/messages", ":!lib/i18n/glossary.fixture.ts", ":!prisma/migrations", ":!scripts/dev/check-words.mjs"];

const files = execFileSync("git", ["ls-files", "--", ...CHECKED, ...EXEMPT], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");
let found = 0;
for (const file of files) {
  const lines = fs.existsSync(path.join(root, file)) ? fs.readFileSync(path.join(root, file), "utf8").split("\n") : [];
  for (const [index, line] of lines.entries()) {
    for (const [word, instead] of REPLACED) {
      const match = word.exec(line)?.[0];
      if (match === undefined) continue;
      found += 1;
      console.error(`${file}:${index + 1}: "${match}": write ${instead}`);
    }
  }
}
if (found > 0) process.exitCode = 1;
