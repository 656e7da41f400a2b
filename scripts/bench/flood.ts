import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import tls from "node:tls";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { SHIPPED_PROXIES, type ShippedProxy, startHaproxy } from "@/e2e/support/shipped-proxies";
import { makeWebProcess } from "@/e2e/support/web-process";
import { memoryMibOf } from "@/scripts/bench/measure";
import { build } from "@/scripts/dev/build.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

// `npm run bench:flood`: 8,000 requests at one moment, 3,000 pipelined on one connection and 500 half-open connections, behind the shipped
// configurations of nginx, HAProxy and Caddy; a reader with an address of its own asks for a page all the time. The page is the sign-in, which needs no database.

const BURST = 8_000;
const PIPELINED = 3_000;
const HALF_OPEN = 500;
const QUIET_MS = 5_000;
const PATH = "/sign-in";

const isTls = (url: string): boolean => url.startsWith("https:");

async function statusOf(url: string): Promise<number> {
  const request = isTls(url) ? https.get(url, { rejectUnauthorized: false }) : http.get(url);
  const answered = once(request, "response");
  const [answer] = (await answered) as [http.IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return answer.statusCode ?? 0;
}

function connect(url: string): net.Socket {
  const port = Number(new URL(url).port);
  const socket = isTls(url) ? tls.connect({ host: "127.0.0.1", port, rejectUnauthorized: false }) : net.connect(port, "127.0.0.1");
  socket.on("error", () => {});
  return socket;
}

const count = (outcomes: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(outcomes)].sort().map((outcome) => [outcome, outcomes.filter((one) => one === outcome).length]));

async function burst(url: string): Promise<Record<string, number>> {
  const one = () => statusOf(`${url}${PATH}`).then(String, () => "refused");
  return count(await Promise.all(Array.from({ length: BURST }, one)));
}

async function pipeline(url: string): Promise<Record<string, number>> {
  const socket = connect(url);
  await once(socket, isTls(url) ? "secureConnect" : "connect");
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`.repeat(PIPELINED));
  let answered = 0;
  let rest = "";
  socket.on("data", (chunk: Buffer) => {
    const text = rest + chunk.toString("latin1");
    answered += text.split("HTTP/1.1 200").length - 1;
    rest = text.slice(-11);
    if (answered === PIPELINED) socket.destroy();
  });
  await new Promise((done) => socket.once("close", done));
  return { "200": answered, "connection closed": PIPELINED - answered };
}

async function halfOpen(url: string): Promise<Record<string, number>> {
  const sockets = Array.from({ length: HALF_OPEN }, () => {
    const socket = connect(url);
    socket.once(isTls(url) ? "secureConnect" : "connect", () => socket.write("GET / HTTP/1.1\r\nHost: a"));
    return socket;
  });
  await Promise.all(sockets.map((socket) => new Promise((done) => socket.once("close", done))));
  return { "closed by the proxy": HALF_OPEN };
}

/** scripts/bench/flood-reader.ts, once it reads. Stopping it returns what it saw. */
async function startReader(url: string): Promise<() => Promise<string>> {
  const reader = fork(path.join(root, "scripts/bench/flood-reader.ts"), [`${url}${PATH}`]);
  await once(reader, "message");
  return async () => {
    const saw = once(reader, "message");
    reader.send("stop");
    return JSON.stringify((await saw)[0]);
  };
}

async function measure(proxy: ShippedProxy): Promise<void> {
  const port = await findFreePort();
  const url = proxy.urlOf(port);
  const workspace = new Workspace(`flood ${proxy.name}`);
  const web = await makeWebProcess({
    ...{ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none", NEXTAUTH_URL: url, TRUSTED_PROXIES: "127.0.0.1", LOG_LEVEL: "silent" },
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  });
  try {
    await web.start();
    await proxy.start(workspace, { port, upstream: web.port });
    for (let turn = 0; turn < 200; turn += 1) await statusOf(`${url}${PATH}`);
    for (const [name, run] of Object.entries({ burst, pipeline, halfOpen })) {
      const before = memoryMibOf(web.pid());
      const stop = await startReader(url);
      const started = performance.now();
      const outcomes = await run(url);
      const seconds = (performance.now() - started) / 1000;
      const reader = await stop();
      await wait(QUIET_MS);
      const after = memoryMibOf(web.pid());
      console.log(
        `${proxy.name} ${name}: ${JSON.stringify(outcomes)} in ${seconds.toFixed(1)} s; reader beside ${reader}; web process ${Math.round(before)} → ${Math.round(after)} MiB`,
      );
    }
  } finally {
    await workspace.close();
    await web.stop();
  }
}

await build();
const haproxy: ShippedProxy = {
  name: "HAProxy",
  urlOf: (port) => `http://127.0.0.1:${port}`,
  start: (workspace, { port, upstream }) => startHaproxy(workspace, { port, upstreams: [upstream] }),
};
for (const proxy of [...SHIPPED_PROXIES, haproxy]) await measure(proxy);
process.exit();
