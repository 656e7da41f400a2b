import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Operation } from "@/lib/api/operation";
import { OPERATION_IDS, OPERATIONS } from "@/lib/api/operations";
import { byArea, readReference } from "@/lib/api/reference";
import { addressOf, printCurl, printSetup, printTypeScript } from "@/lib/api/snippets";

const ORIGIN = "https://mooring.example";
const BASE = `${ORIGIN}/api/v1`;
const reference = readReference(ORIGIN);

it("the reference shows every operation once, in an area, with its scope, problems and answer", () => {
  const shown = byArea(reference).flatMap(({ operations }) => operations.map(({ id }) => id));
  expect(shown.toSorted()).toEqual([...OPERATION_IDS, "getAddresses"].toSorted());
  for (const { area, operations } of byArea(reference)) expect(operations.length, area).toBeGreaterThan(0);
  for (const { id, scope, problems, answers, isFile } of reference) {
    if (id === "getAddresses") continue;
    expect(scope, id).toBe(OPERATIONS[id].scope);
    expect(
      problems.map(({ code }) => code),
      id,
    ).toEqual(expect.arrayContaining([...OPERATIONS[id].problems]));
    if (!isFile) expect(answers[0]?.fields.length, id).toBeGreaterThan(0);
  }
});

it("a field that may be null says so", () => {
  const secret = reference.find(({ id }) => id === "addChannel")?.answers[0]?.fields.find(({ name }) => name === "secret");
  expect(secret?.type).toBe("string | null");
});

it("every example is accepted by the schemas that validate the call", () => {
  for (const { id, body, query, answers } of reference) {
    if (id === "getAddresses") continue;
    const operation: Operation = OPERATIONS[id];
    expect(operation.body.safeParse(body ?? {}).error?.issues, id).toBeUndefined();
    expect(operation.query.safeParse(query).error?.issues, id).toBeUndefined();
    for (const { example } of answers) expect(example, id).not.toMatch(/-9007199254740991|undefined/);
  }
});

it("every command passes its address, headers and body to curl unchanged, whatever they contain", () => {
  const told = (command: string): string[] =>
    execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }; MOORING_TOKEN=secret; ${command}`], { encoding: "utf8" }).split("\0");
  for (const operation of reference) {
    const said = told(printCurl(BASE, operation, operation.scope !== null));
    expect(said, operation.id).toContain(BASE + addressOf(operation));
    expect(said.includes("Authorization: Bearer secret"), operation.id).toBe(operation.scope !== null);
    expect(said.includes(JSON.stringify(operation.body)), operation.id).toBe(operation.body !== null);
  }
  const hostile = {
    method: "POST",
    path: "/x/{id}",
    ids: { id: "a/b?$(id)" },
    query: { q: "'; id '" },
    body: { text: "it’s '$HOME' `id`" },
  };
  expect(told(printCurl(BASE, hostile, true)).slice(-2, -1)).toEqual([JSON.stringify(hostile.body)]);
});

it("every TypeScript example compiles against the typed client", () => {
  const root = path.join(import.meta.dirname, "../..");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "examples-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const calls = reference.filter(({ scope }) => scope !== null).map((operation) => `{\n${printTypeScript(operation)}\nvoid answer;\n}`);
  fs.writeFileSync(path.join(folder, "examples.ts"), `${printSetup(ORIGIN)}\n${calls.join("\n")}\n`);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: "esnext",
    module: "esnext",
    moduleResolution: "bundler",
    // "./client" is the one of this folder.
    rootDirs: [folder, path.join(root, "lib/api/client")],
    typeRoots: [path.join(root, "node_modules/@types")],
    types: ["node"],
  };
  fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["examples.ts"] }));
  const { stdout, status } = spawnSync(path.join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
  expect([status, stdout]).toEqual([0, ""]);
}, 60_000);
