import type net from "node:net";

/** One read buffer for all connections: Node would allocate 64 kB per read. The receiver consumes or copies the bytes before the next read. */
const PLACE = Buffer.allocUnsafeSlow(65_536);

/** `isLent`: the bytes are overwritten as soon as this returns. */
type Take = (bytes: Buffer, isLent: boolean) => void;

/** The reader, or what arrived before there was one. On the socket itself: values of a WeakMap outlive their key until a major collection. */
const TAKER = Symbol("taker");
type InPlace = net.Socket & { [TAKER]?: Take | Buffer | null };

function handOn(this: InPlace, length: number): boolean {
  const taker = this[TAKER];
  if (typeof taker === "function") {
    taker(PLACE.subarray(0, length), true);
    return true;
  }
  // No reader yet: stop reading from the network until there is one.
  this[TAKER] = Buffer.from(PLACE.subarray(0, length));
  return false;
}

const ONREAD = { buffer: PLACE, callback: handOn };

/** Opens a connection for `readSocket`: only a new connection accepts a read buffer. */
export function readInPlace<Socket extends net.Socket>(connect: (onread: net.OnReadOpts) => Socket): Socket {
  const socket = connect(ONREAD);
  Object.assign(socket, { [TAKER]: null });
  return socket;
}

/** Passes on what a connection receives, with or without the shared buffer. */
export function readSocket(socket: InPlace, take: Take): void {
  const early = socket[TAKER];
  if (early === undefined) {
    socket.on("data", (bytes: Buffer) => take(bytes, false));
    return;
  }
  socket[TAKER] = take;
  if (early instanceof Buffer) {
    take(early, false);
    socket.resume();
  }
}
