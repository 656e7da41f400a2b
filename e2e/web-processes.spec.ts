import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, test } from "@/e2e/support/test";
import { findFreePort } from "@/scripts/ports.mjs";
import { ownNode, root } from "@/scripts/typescript.mjs";

function startWeb(port: number) {
  const env = { ...process.env, WEB_PROCESSES: "2", NEXTAUTH_URL: `http://127.0.0.1:${port}`, NODE_ENV: "production" as const };
  return spawn(ownNode(), [path.join(root, "scripts/web.mjs"), "-H", "127.0.0.1", "-p", String(port)], { cwd: root, env, stdio: "ignore" });
}

const processesOf = (pid: number): number[] =>
  fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);

const answers = (pid: number): boolean => fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("mooring-web");

const isGone = (pid: number): boolean => !fs.existsSync(`/proc/${pid}`);

test("a taken port is said, not tried for ever", async () => {
  const taken = http.createServer();
  await once(taken.listen(0, "127.0.0.1"), "listening");
  const { port } = taken.address() as AddressInfo;
  const [code] = await once(startWeb(port), "exit");
  taken.close();
  expect(code).not.toBe(0);
});

test("a web process that falls over is replaced while the others answer, and none outlives the one that listens", async () => {
  const port = await findFreePort();
  const web = startWeb(port);
  const pid = web.pid ?? 0;
  // A connection of its own each time: they are handed out in turn.
  const ask = async (): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}/icon.svg`, { headers: { connection: "close" } }).catch(() => null))?.status ?? 0;
  try {
    await expect.poll(ask, { timeout: 30_000 }).toBe(200);
    await expect.poll(() => processesOf(pid).filter(answers).length).toBe(2);
    const [fallen = 0, other = 0] = processesOf(pid);
    process.kill(fallen, "SIGKILL");
    await expect.poll(() => processesOf(pid).includes(fallen)).toBe(false);
    for (let count = 0; count < 6; count += 1) expect(await ask()).toBe(200);
    await expect.poll(() => processesOf(pid).length).toBe(2);
    expect(processesOf(pid)).toContain(other);
    const all = processesOf(pid);
    const ended = once(web, "exit");
    web.kill("SIGKILL");
    await ended;
    await expect.poll(() => all.every(isGone)).toBe(true);
  } finally {
    web.kill("SIGKILL");
  }
});

test("what Next would answer bare is answered: a method that nothing knows, and an address with a % that encodes nothing", async ({
  request,
}) => {
  const traced = await request.fetch("/sign-in", { method: "TRACE" });
  expect(traced.status()).toBe(405);
  expect(traced.headers()["allow"]).toContain("GET");
  const called = await request.get("/api/v1/%ff");
  expect(called.status()).toBe(404);
  expect(called.headers()["content-type"]).toContain("application/problem+json");
  const page = await request.get("/nothing/%ff");
  expect(page.status()).toBe(404);
  expect(page.headers()["content-security-policy"]).toContain("'nonce-");
});

test("a page comes compressed, whole", async ({ request }) => {
  for (const encoding of ["gzip", "br"]) {
    const page = await request.get("/sign-in", { headers: { "accept-encoding": encoding } });
    expect(page.headers()["content-encoding"]).toBe(encoding);
    expect(await page.text()).toContain("</html>");
  }
});

test("a script comes as the build packed it, in the way the browser takes, to be kept for good", async ({ request }) => {
  const [address = ""] = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get("/sign-in")).text()) ?? [];
  const plain = await request.get(address, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers()["content-encoding"]).toBeUndefined();
  const lengths = [(await plain.body()).length];
  for (const encoding of ["gzip", "br"]) {
    const script = await request.get(address, { headers: { "accept-encoding": encoding } });
    expect(script.headers()).toMatchObject({
      "content-encoding": encoding,
      "content-type": "text/javascript; charset=UTF-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
      "x-content-type-options": "nosniff",
    });
    expect((await script.body()).equals(await plain.body())).toBe(true);
    lengths.push(Number(script.headers()["content-length"]));
  }
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
});
