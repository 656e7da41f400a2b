import net from "node:net";

/** How a proxy behaves: forwards, never answers, answers after the client has given up, refuses by its own rules, or forwards no bytes. */
export type ProxyBehaviour = "forwards" | "hangs" | "answers_late" | "refuses" | "forwards_nothing";

export interface FakeProxy {
  url: string;
  /** `host:port` of each requested connection. */
  targets: string[];
  behaviour: ProxyBehaviour;
  close(): Promise<void>;
}

const LATE_MS = 20_000;

const readChunk = (socket: net.Socket): Promise<Buffer> => new Promise((resolve) => socket.once("data", resolve));

/** Reads a SOCKS5 greeting and request (RFC 1928) and returns the target with the bytes that grant and refuse it. */
async function readSocks(socket: net.Socket): Promise<Asked> {
  await readChunk(socket);
  socket.write(Buffer.from([5, 0]));
  const request = await readChunk(socket);
  const isName = request[3] === 3;
  const host = isName ? request.subarray(5, 5 + (request[4] ?? 0)).toString() : [...request.subarray(4, 8)].join(".");
  const reply = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
  return { host, port: request.readUInt16BE(request.length - 2), granted: reply(0), forbidden: reply(2), failed: reply(5) };
}

async function readConnect(socket: net.Socket): Promise<Asked> {
  const head = (await readChunk(socket)).toString();
  const [, host = "", port = ""] = /^CONNECT ([^:\s]+):(\d+)/.exec(head) ?? [];
  const answer = (status: string) => Buffer.from(`HTTP/1.1 ${status}\r\n\r\n`);
  return { host, port: Number(port), granted: answer("200 OK"), forbidden: answer("403 Forbidden"), failed: answer("502 Bad Gateway") };
}

interface Asked {
  host: string;
  port: number;
  granted: Buffer;
  forbidden: Buffer;
  failed: Buffer;
}

/** A proxy on loopback. Connections to targets come from `from`, so that a shop can block them. */
export async function startFakeProxy(kind: "socks5" | "http", from = "127.0.0.1"): Promise<FakeProxy> {
  const sockets = new Set<net.Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const track = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = net.createServer(async (client) => {
    track(client);
    if (proxy.behaviour === "hangs") return;
    const asked = await (kind === "socks5" ? readSocks(client) : readConnect(client));
    proxy.targets.push(`${asked.host}:${asked.port}`);
    if (proxy.behaviour === "refuses") return void client.end(asked.forbidden);
    if (proxy.behaviour === "answers_late") return void timers.add(setTimeout(() => client.end(asked.granted), LATE_MS));
    const target = track(net.connect({ host: asked.host, port: asked.port, localAddress: from }));
    target.once("connect", () => {
      client.write(asked.granted);
      if (proxy.behaviour === "forwards_nothing") return;
      client.pipe(target);
      target.pipe(client);
    });
    target.once("error", () => client.end(asked.failed));
    target.on("close", () => client.destroy());
    client.on("close", () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  const proxy: FakeProxy = {
    url: `${kind}://127.0.0.1:${port}`,
    targets: [],
    behaviour: "forwards",
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
