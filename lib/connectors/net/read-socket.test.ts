import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import tls from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { openSocket } from "@/lib/connectors/net/connect";
import { readSocket } from "@/lib/connectors/net/read-socket";
import { secureContext } from "@/lib/connectors/net/tls";
import { makeCertificateAuthority } from "@/lib/testing/certificates";

const authority = await makeCertificateAuthority({ name: "Reading" });
secureContext().context.addCACert(authority.rootPem);
const certificate = await authority.issue(["127.0.0.1"]);
const servers: net.Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A connection to a server that does so with each of its own. */
async function connectTo(secure: boolean, serve: (socket: net.Socket) => void): Promise<net.Socket> {
  const meet = (socket: net.Socket): void => {
    socket.on("error", () => {});
    serve(socket);
  };
  const server = secure ? tls.createServer(certificate, meet) : net.createServer(meet);
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const addresses = [{ address: "127.0.0.1", family: 4 as const }];
  const timeouts = { connectMs: 5_000, tlsMs: 5_000 };
  const opened = await openSocket({ host: "127.0.0.1", port, secure, addresses, from: null, timeouts });
  if (!opened.ok) throw new Error(opened.reason.failure.code);
  return opened.value.socket;
}

async function readAll(socket: net.Socket): Promise<string> {
  let text = "";
  readSocket(socket, (bytes) => {
    text += bytes.toString("latin1");
  });
  await once(socket, "end");
  return text;
}

describe.each([
  ["http", false],
  ["https", true],
])("over %s", (_, secure) => {
  it("what a server says before anybody listens is handed on first, and all of it", async () => {
    const socket = await connectTo(secure, (server) => {
      server.write("early ");
      setTimeout(() => server.end("x".repeat(200_000)), 50);
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await readAll(socket)).toBe(`early ${"x".repeat(200_000)}`);
  });

  it("connections that are read at the same time keep apart", async () => {
    const letters = [..."abcdefgh"];
    const sockets = await Promise.all(
      letters.map((letter) =>
        connectTo(secure, (server) => {
          for (let piece = 0; piece < 20; piece += 1) setTimeout(() => server.write(letter.repeat(10_000)), piece);
          setTimeout(() => server.end(), 60);
        }),
      ),
    );
    const texts = await Promise.all(sockets.map(readAll));
    expect(texts).toEqual(letters.map((letter) => letter.repeat(200_000)));
  });
});
