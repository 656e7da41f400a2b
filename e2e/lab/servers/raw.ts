import { once } from "node:events";
import net from "node:net";
import type { Workspace } from "@/e2e/lab/harness/workspace";

/** A bare TCP server, for behaviour that no web server has; returns its http URL. */
export async function startRaw(workspace: Workspace, onConnection: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  workspace.onClose(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** Answers every request on a connection with these bytes. */
export const answerWith =
  (bytes: string): ((socket: net.Socket) => void) =>
  (socket) => {
    socket.once("data", () => socket.end(bytes));
  };
