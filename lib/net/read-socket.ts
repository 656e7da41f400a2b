import net from "node:net";

/**
 * What comes over any plain connection of this process is read into this one place: Node would make 64 kB for each read otherwise. Reads come one
 * after the other, and whoever is handed the bytes has done with them, or has copied them, before the next one.
 */
const PLACE = Buffer.allocUnsafeSlow(65_536);

/** `isLent`: the bytes are others as soon as this returns. */
type Take = (bytes: Buffer, isLent: boolean) => void;

/** Connections that are read into the place, each with whoever reads it; and what came before anybody did. */
const takers = new WeakMap<net.Socket, Take | Buffer | null>();

function handOn(this: net.Socket, length: number): boolean {
  const taker = takers.get(this);
  if (typeof taker === "function") {
    taker(PLACE.subarray(0, length), true);
    return true;
  }
  // Nobody reads as yet: nothing more is taken from the network until somebody does.
  takers.set(this, Buffer.from(PLACE.subarray(0, length)));
  return false;
}

const ONREAD = { buffer: PLACE, callback: handOn };

/** Begins a plain connection that `readSocket` will read. */
export function connectPlain(options: net.TcpSocketConnectOpts): net.Socket {
  const socket = net.connect({ ...options, onread: ONREAD });
  takers.set(socket, null);
  return socket;
}

/** Hands on what comes over a connection, of whichever kind. */
export function readSocket(socket: net.Socket, take: Take): void {
  const early = takers.get(socket);
  if (early === undefined) {
    socket.on("data", (bytes: Buffer) => take(bytes, false));
    return;
  }
  takers.set(socket, take);
  if (early instanceof Buffer) {
    take(early, false);
    socket.resume();
  }
}
