import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { ownEnvironment } from "@/scripts/dev/own-environment.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { findRunning } from "@/scripts/dev/postgres.mjs";
import { signIn } from "@/scripts/dev/sign-in.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

const PASSWORD = "correct horse battery";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "first-start-"));
const running: ChildProcess[] = [];

/** The documented commands that contain `words`. */
const documented = (file: string, words: string): string[] =>
  fs
    .readFileSync(path.join(root, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("npm ") && line.includes(words));

/** Runs a command of the docs as its reader would: in a shell, in this folder. */
function runInShell(command: string, env: Record<string, string>, typed = "") {
  const child = spawn("sh", ["-c", `exec ${command}`], { cwd: root, env: { ...ownEnvironment(), ...env }, stdio: "pipe" });
  running.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  child.stdin.end(typed);
  return { child, read: () => output };
}

async function start(command: string, name: string, more: Record<string, string> = {}) {
  const env = { MOORING_DATA: path.join(folder, name), PORT: String(await findFreePort()), ...more };
  const { child, read } = runInShell(command, env);
  await expect.poll(() => (child.exitCode === null ? read() : `${read()} ended`), { timeout: 120_000 }).toMatch(/Ctrl-C stops|ended/);
  expect(read(), "an address at which passkeys work").toMatch(/Mooring is ready after [\d.]+ s: {2}http:\/\/localhost:\d+/);
  const stop = async () => {
    const gone = once(child, "close");
    child.kill("SIGTERM");
    await gone;
  };
  return { env, url: `http://localhost:${env.PORT}`, text: read(), stop };
}

async function addPeople(env: Record<string, string>): Promise<void> {
  const commands = documented("docs/operations.md", "add-person");
  expect(commands.length).toBeGreaterThan(1);
  for (const command of commands) {
    const { child, read } = runInShell(command, env, `${PASSWORD}\n`);
    await once(child, "close");
    expect(read(), command).toContain("can sign in.");
  }
}

test.afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  fs.rmSync(folder, { recursive: true, force: true });
});

test("the documented commands lead to a first sign-in, with the embedded database and with one's own", async ({ page }) => {
  test.setTimeout(360_000);
  const first = await start("npm start -- --no-demo", "embedded");
  const [link = ""] = /http:\S+\/sign-up\/[\w-]{43}/.exec(first.text) ?? [];
  await page.goto(link);
  await page.getByLabel("E-mail address").fill("noor@shop.example");
  await page.getByLabel("Your name").fill("Noor");
  await page.getByLabel("Company or shop").fill("Noor's shop");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/m\/[^/]+$/);
  await addPeople(first.env);
  await signIn(first.url, { email: "mia@shop.example", password: PASSWORD });

  const server = new URL(findRunning(path.join(folder, "embedded/postgres")) ?? "");
  const admin = new pg.Client({ connectionString: server.href });
  await admin.connect();
  await admin.query("create database own");
  await admin.end();
  server.pathname = "/own";
  const second = await start("npm start", "own", { DATABASE_URL: server.href });
  expect(second.text).toContain("/sign-up/");
  expect(second.text).not.toContain("demo");
  await addPeople({ MOORING_DATA: second.env.MOORING_DATA });
  await signIn(second.url, { email: "mia@shop.example", password: PASSWORD });
  await second.stop();
  await first.stop();
});
