import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearAbandoned, identify, isAlive, readHolder, takeLock } from "@/scripts/dev/process-lock.mjs";

let folder = "";
const file = (): string => path.join(folder, "running.json");
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lock-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const startSleeper = async (): Promise<number> => {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  if (!child.pid) throw new Error("not started");
  return child.pid;
};

const deadOwner = { pid: 999_999_999, start: "1" };

test("one process holds the lock, and a second one learns which", async () => {
  const first = await takeLock(file());
  expect("release" in first).toBe(true);
  expect(await takeLock(file())).toMatchObject({ holder: { owner: { pid: process.pid } } });
  if ("release" in first) first.release();
  expect(readHolder(file())).toBeNull();
});

test("children of a killed owner are ended", async () => {
  const child = identify(await startSleeper());
  fs.writeFileSync(file(), JSON.stringify({ owner: deadOwner, children: [child] }));
  await clearAbandoned(file());
  expect(isAlive(child)).toBe(false);
  expect(fs.existsSync(file())).toBe(false);
});

test("another process with a child's pid is left alone", async () => {
  const pid = await startSleeper();
  const outsider = identify(pid);
  fs.writeFileSync(file(), JSON.stringify({ owner: deadOwner, children: [{ pid, start: "another start" }] }));
  await clearAbandoned(file());
  expect(isAlive(outsider)).toBe(true);
  process.kill(pid, "SIGKILL");
});

test("children of a live owner are left alone", async () => {
  const pid = await startSleeper();
  const child = identify(pid);
  fs.writeFileSync(file(), JSON.stringify({ owner: identify(process.pid), children: [child] }));
  await clearAbandoned(file());
  expect(isAlive(child)).toBe(true);
  process.kill(pid, "SIGKILL");
});
