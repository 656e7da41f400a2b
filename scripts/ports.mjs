// Ports on this machine: is one free, and which one is.
import net from "node:net";
import { Sentence } from "./progress.mjs";

const listenOnce = (host, port) =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(port, host, () => {
      const { port: given } = server.address();
      server.close(() => resolve(given));
    });
  });

/** A port of 127.0.0.1 that nobody listens on. */
export const findFreePort = () => listenOnce("127.0.0.1", 0);

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

/** The first of `count` neighbouring ports that are free on every address of `hosts`. */
export async function findFreePorts(count, hosts) {
  for (let tries = 0; tries < 50; tries += 1) {
    // Below the ports that the system gives away by itself, and none of those that the guard refuses (lib/net/policy.ts).
    const first = 12_000 + Math.floor(Math.random() * 14_000);
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
