// Ports on this machine: is one free, and which one is.
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

// Who looks for a port and has another program listen on it leaves it to others for that long. So ports are given from blocks: one belongs to
// the process that listens on its first port, and to no other for as long as that process lives, however it ends.
const BLOCK = 200;
const BLOCKS = 70;
/** Below the ports that the system gives away by itself, and none of those that the guard refuses (lib/connectors/net/policy.ts). */
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

/** The first of `count` neighbouring ports that this process gives away once and no other process does. */
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

/** A port of `host` that nobody listens on and that no other process gets here. */
export const findFreePort = (host = "127.0.0.1") => findFreePorts(1, [host]);

/** Whether `count` neighbouring ports are free on every address of `hosts`. */
export async function areFree(first, count, hosts) {
  const ports = Array.from({ length: count }, (_, index) => first + index);
  const isFree = (host, port) =>
    listenOnce(host, port).then(
      () => true,
      () => false,
    );
  return (await Promise.all(ports.flatMap((port) => hosts.map((host) => isFree(host, port))))).every(Boolean);
}

/** The first of `count` neighbouring ports that are free on every address of `hosts` and that no other process gets here. */
export async function findFreePorts(count, hosts) {
  for (let tries = 0; tries < 500; tries += 1) {
    const first = await nextPorts(count);
    if (await areFree(first, count, hosts)) return first;
  }
  throw new Sentence(`No ${count} neighbouring ports are free on this machine.`);
}

/** Throws a `Sentence` when this user cannot listen there now. */
export async function assertPortFree(host, port) {
  try {
    await listenOnce(host, port);
  } catch (error) {
    if (error.code === "EADDRINUSE") {
      throw new Sentence(
        `Port ${port} is taken by another program: end that one, or choose another port, e.g. PORT=${port + 1} npm start.`,
      );
    }
    if (error.code === "EACCES")
      throw new Sentence(`Port ${port} may not be used by this user: choose one above 1023, e.g. PORT=3000 npm start.`);
    if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") throw new Sentence(`HOST=${host} is no address of this machine.`);
    throw error;
  }
}

/** PORT as a number, or a `Sentence`. */
export function readPort(text, fallback) {
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Sentence(`PORT=${text} is no port: choose a number from 1 to 65535.`);
  return port;
}
