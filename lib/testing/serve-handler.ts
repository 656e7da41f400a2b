import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterAll } from "vitest";

/** Serves a route handler over HTTP until the end of the test file. @returns its origin */
export async function serveHandler(handle: (request: Request) => Promise<Response>): Promise<string> {
  const server = http.createServer(async (incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const body = method === "GET" ? {} : { body: Buffer.concat(await incoming.toArray()) };
    const flat = Object.entries(headers).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, `${value}`]]));
    const response = await handle(new Request(`http://${headers.host}${url}`, { method, headers: flat, ...body }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing);
    else outgoing.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
