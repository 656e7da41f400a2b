import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

export interface Relay {
  /** The address of the same server through this relay. */
  url: string;
  /** Nothing passes on the open connections any more, and nothing closes them; new ones work. */
  freeze(): void;
  /** Connections on the client's side, including frozen ones. */
  openConnections(): number;
  close(): Promise<void>;
}

/** A network in front of a server that can lose packets, as a firewall or a failed router does. */
export async function startRelay(onwardUrl: string): Promise<Relay> {
  const onward = new URL(onwardUrl);
  const sockets = new Set<net.Socket>();
  const clients = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(onward.port), onward.hostname);
    clients.add(near);
    near.on("close", () => clients.delete(near));
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    }
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(onwardUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    freeze() {
      for (const socket of sockets) {
        socket.unpipe();
        // Read and dropped, so that the end of the client's connection is noticed.
        socket.resume();
      }
    },
    openConnections: () => clients.size,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
