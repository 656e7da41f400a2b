import { execFile } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { isRefusedPort } from "@/lib/connectors/net/policy";
import { areFree, findFreePort, findFreePorts } from "@/scripts/dev/ports.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

const run = promisify(execFile);

/** Ports handed out by another process, which runs until its input is closed. */
async function portsOfAnotherProcess(count: number): Promise<number[]> {
  const script = `const { findFreePort } = await import(${JSON.stringify(path.join(root, "scripts/dev/ports.mjs"))});
    console.log(JSON.stringify(await Promise.all(Array.from({ length: ${count} }, () => findFreePort()))));
    await new Promise((resolve) => process.stdin.once("end", resolve).resume());`;
  const child = run(process.execPath, ["--input-type=module", "-e", script]);
  const [line] = child.child.stdout ? await once(child.child.stdout, "data") : [];
  open.push(() => child.child.stdin?.end());
  return JSON.parse(String(line)) as number[];
}

const open: (() => void)[] = [];

test("concurrent processes never get the same port, nor one process a port twice", async () => {
  // Exceeds one block.
  const own = Array.from({ length: 250 }, () => findFreePort());
  const given = await Promise.all([Promise.all(own), ...Array.from({ length: 4 }, () => portsOfAnotherProcess(30))]);
  for (const end of open) end();
  const ports = given.flat();
  expect(ports).toHaveLength(370);
  expect(new Set(ports).size).toBe(ports.length);
});

test("ports are neither ephemeral nor refused by the SSRF guard", async () => {
  const ports = await Promise.all(Array.from({ length: 300 }, () => findFreePort()));
  expect(ports.every((port) => port > 1023 && port < 32_768)).toBe(true);
  expect(ports.some(isRefusedPort)).toBe(false);
});

test("a port in use is skipped, also among adjacent ports", async () => {
  const first = await findFreePorts(3, ["127.0.0.1"]);
  const server = http.createServer();
  await once(server.listen(first + 4, "127.0.0.1"), "listening");
  try {
    expect(await areFree(first + 3, 3, ["127.0.0.1"])).toBe(false);
    const next = await findFreePorts(3, ["127.0.0.1"]);
    expect(next).not.toBe(first + 3);
    expect(await areFree(next, 3, ["127.0.0.1"])).toBe(true);
  } finally {
    server.close();
  }
});
