import type net from "node:net";

/**
 * What comes over any connection of this process is read into this one place: Node would make 64 kB for each read otherwise. Reads come one
 * after the other, and whoever is handed the bytes has done with them, or has copied them, before the next one.
 */
const PLACE = Buffer.allocUnsafeSlow(65_536);

/** `isLent`: the bytes are others as soon as this returns. */
type Take = (bytes: Buffer, isLent: boolean) => void;

/**
 * Of a connection that is read into the place: whoever reads it, or what came before anybody did. It stands on the socket itself: what a map with weak
 * keys holds outlives its key until the next great collection.
 */
const TAKER = Symbol("taker");
type InPlace = net.Socket & { [TAKER]?: Take | Buffer | null };

function handOn(this: InPlace, length: number): boolean {
  const taker = this[TAKER];
  if (typeof taker === "function") {
    taker(PLACE.subarray(0, length), true);
    return true;
  }
  // Nobody reads as yet: nothing more is taken from the network until somebody does.
  this[TAKER] = Buffer.from(PLACE.subarray(0, length));
  return false;
}

const ONREAD = { buffer: PLACE, callback: handOn };

/** Begins a connection that `readSocket` will read: as a new one is told where to read into, and no other. */
export function readInPlace<Socket extends net.Socket>(connect: (onread: net.OnReadOpts) => Socket): Socket {
  const socket = connect(ONREAD);
  Object.assign(socket, { [TAKER]: null });
  return socket;
}

/** Hands on what comes over a connection, whether it is read in that place or not. */
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
