// Pages for browsers that take zstd, which makes them smaller than Brotli does, in less time (docs/decisions/0010); `compression` does not know it.
import zlib from "node:zlib";
import Negotiator from "negotiator";
import { isPage } from "./gather.mjs";

const { ZSTD_c_compressionLevel: LEVEL, ZSTD_c_windowLog: WINDOW } = zlib.constants;
/** The window holds the largest of our pages, 512 kB, and little more: it is memory of each page on its way. */
const PARAMETERS = { [LEVEL]: 5, [WINDOW]: 19 };
/** Holds any of our pages packed: one piece to send. */
const PIECE_BYTES = 65_536;
/** The better one first. */
const ENCODINGS = ["zstd", "br", "gzip"];

/** How a page goes to whoever asks so; undefined: as it is. @param {{ headers: import("node:http").IncomingHttpHeaders }} request */
export const bestPacking = (request) => new Negotiator(request).encodings(ENCODINGS, { preferred: ENCODINGS })[0];

/**
 * Packs what is written to `response` if it is a page and the browser takes zstd. Everything else goes through untouched.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse & { flush?: () => void }} response what is packed goes on to its own `write` and `end`
 */
export function packPage(request, response) {
  if (bestPacking(request) !== "zstd") return;
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const flush = response.flush?.bind(response);
  /** @type {zlib.ZstdCompress | null} */
  let packer = null;

  function start() {
    response.setHeader("content-encoding", "zstd");
    response.removeHeader("content-length");
    packer = zlib.createZstdCompress({ params: PARAMETERS, chunkSize: PIECE_BYTES });
    packer.on("data", (packed) => write(packed));
    packer.once("end", () => end());
    response.once("close", () => packer.destroy());
    return packer;
  }
  const takes = () => packer !== null || (isPage(response) && !response.headersSent && !response.hasHeader("content-encoding"));

  response.write = (chunk, ...rest) => {
    if (!takes()) return write(chunk, ...rest);
    (packer ?? start()).write(chunk);
    return true;
  };
  response.end = (chunk, ...rest) => {
    // What has no body has nothing to pack.
    if (packer === null && (!chunk || typeof chunk === "function" || !takes())) return end(chunk, ...rest);
    (packer ?? start()).end(typeof chunk === "function" ? undefined : chunk);
    return response;
  };
  response.flush = () => {
    if (packer) packer.flush();
    else flush?.();
  };
}
