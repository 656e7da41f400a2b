import net from "node:net";
import { Sentence } from "./progress.mjs";

const listen = (host, port) =>
  new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy()).once("error", reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });

const listenOnce = async (host, port) => {
  const server = await listen(host, port);
  await new Promise((resolve) => server.close(resolve));
};

// Another process could take a port between finding it and listening on it. Ports therefore come from blocks, which belong to the process
// that listens on the first port of the block until it exits.
const BLOCK = 200;
const BLOCKS = 70;
/** Below the ephemeral ports, without those that the SSRF guard refuses (lib/connectors/net/policy.ts). */
const FIRST = 12_000;

async function takeBlock() {
  const some = Math.floor(Math.random() * BLOCKS);
  for (let tried = 0; tried < BLOCKS; tried += 1) {
    const first = FIRST + ((some + tried) % BLOCKS) * BLOCK;
    const holder = await listen("127.0.0.1", first).catch(() => null);
    if (!holder) continue;
    holder.unref();
    return { next: first + 1, end: first + BLOCK };
  }
  throw new Sentence("No ports are free on this machine.");
}

let block;

/** The first of `count` adjacent ports in this process's blocks; each port is handed out once. */
async function nextPorts(count) {
  for (;;) {
    block ??= takeBlock();
    const mine = block;
    const ports = await mine;
    const first = ports.next;
    if (first + count <= ports.end) {
      ports.next += count;
      return first;
    }
    if (block === mine) block = undefined;
  }
}

/** A free port on `host`, handed out only once. */
export const findFreePort = (host = "127.0.0.1") => findFreePorts(1, [host]);

/** Whether `count` adjacent ports are free on every address of `hosts`. */
export async function areFree(first, count, hosts) {
  const ports = Array.from({ length: count }, (_, index) => first + index);
  const isFree = (host, port) =>
    listenOnce(host, port).then(
      () => true,
      () => false,
    );
  return (await Promise.all(ports.flatMap((port) => hosts.map((host) => isFree(host, port))))).every(Boolean);
}

/** The first of `count` adjacent ports that are free on every address of `hosts`, handed out only once. */
export async function findFreePorts(count, hosts) {
  for (let tries = 0; tries < 500; tries += 1) {
    const first = await nextPorts(count);
    if (await areFree(first, count, hosts)) return first;
  }
  throw new Sentence(`No ${count} adjacent ports are free on this machine.`);
}

/** Throws a `Sentence` if this user cannot listen on the port. */
export async function assertPortFree(host, port) {
  try {
    await listenOnce(host, port);
  } catch (error) {
    if (error.code === "EADDRINUSE") {
      throw new Sentence(`Port ${port} is in use by another program: stop it, or choose another port, e.g. PORT=${port + 1} npm start.`);
    }
    if (error.code === "EACCES")
      throw new Sentence(`Port ${port} may not be used by this user: choose one above 1023, e.g. PORT=3000 npm start.`);
    if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") throw new Sentence(`HOST=${host} is not an address of this machine.`);
    throw error;
  }
}

/** PORT as a number; throws a `Sentence` if invalid. */
export function readPort(text, fallback) {
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Sentence(`PORT=${text} is not a port: choose a number from 1 to 65535.`);
  return port;
}
