import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

// A new shop system or channel is one entry of a table. The compiler then names every other place; the checklists name the same ones.

const ROOT = path.resolve(import.meta.dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "new-kinds-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), "utf8");

/** A copy of the table in `file` with one entry more. */
function extend(file: string, end: string, entry: string): [module: string, copy: string[]] {
  const text = read(file);
  expect(text.split(end)).toHaveLength(2);
  const copy = path.join(folder, path.basename(file));
  fs.writeFileSync(copy, text.replace(end, entry + end));
  return [`@/${file.replace(/\.ts$/, "")}`, [copy]];
}

let output = "";
beforeAll(async () => {
  const { name } = path.parse(folder);
  const paths = Object.fromEntries([
    extend(
      "lib/connectors/shop-systems.ts",
      "} as const satisfies Record<string, ShopSystemTraits>",
      "  fakecart: { hasOwnServer: true, replacesNumbers: false },\n",
    ),
    extend(
      "lib/notify/channel-kinds.ts",
      "} as const satisfies Record<string, ChannelTraits>",
      '  pager: { url: null, key: "none", hasChat: false, guide: "https://pager.example" },\n',
    ),
    ["@/*", [`${ROOT}/*`]],
  ]);
  const options = { incremental: false, noEmit: true, paths, typeRoots: [`${ROOT}/node_modules/@types`] };
  const include = ["next-env.d.ts", ".next/types/**/*.ts", "**/*.ts", "**/*.tsx"].map((pattern) => `${ROOT}/${pattern}`);
  const exclude = [`${ROOT}/node_modules`, `${ROOT}/.data`];
  const config = path.join(folder, `${name}.json`);
  fs.writeFileSync(config, JSON.stringify({ extends: `${ROOT}/tsconfig.json`, compilerOptions: options, include, exclude }));
  const tsc = path.join(ROOT, "node_modules/.bin/tsc");
  await promisify(execFile)(tsc, ["-p", config, "--pretty", "false"], { cwd: ROOT, maxBuffer: 64 << 20 }).catch((error) => {
    output = error.stdout;
  });
}, 300_000);

/** Files in the first column of the checklist's table. */
function filesOfChecklist(document: string): string[] {
  const table = read(document).split("| file that asks for an entry | decides |\n")[1]?.split("\n\n")[0] ?? "";
  const files = table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file));
  expect(files.length).toBeGreaterThan(0);
  return files;
}

/** Files with errors of the compiler: those that miss a text, and those that miss an entry. */
function filesThatMiss(): { text: string[]; entry: string[] } {
  const files = { text: new Set<string>(), entry: new Set<string>() };
  for (const error of output.split(/\n(?=\S)/)) {
    const file = /^(\S.*?)\(\d+,\d+\): error /.exec(error)?.[1];
    if (file !== undefined) files[error.includes("MessageKeys<") ? "text" : "entry"].add(file);
  }
  return { text: [...files.text].sort(), entry: [...files.entry].sort() };
}

it("the compiler misses a new shop system and a new channel in the files of the two checklists, and in no other; and their texts", () => {
  const missed = filesThatMiss();
  expect(missed.entry).toEqual([...filesOfChecklist("docs/connectors.md"), ...filesOfChecklist("docs/notifications.md")].sort());
  expect(missed.text).toContain("components/integrations/connect-progress.tsx");
  expect(missed.text).toContain("components/notifications/channel-panel.tsx");
});
