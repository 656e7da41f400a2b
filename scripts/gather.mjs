// Next writes a page in pieces of 4 kB, and each would be compressed and sent by itself: 70 turns through zlib and the socket for a list.
// What changes a page in place goes on with its first piece, and the rest together that comes within a moment; a document goes on whole, unless its last
// parts take long.

import { drawnInPlace } from "./drawn-in-place.mjs";
import { scriptsLast } from "./scripts-last.mjs";

const PAGE = /^text\/(?:html|x-component)\b/;
const DOCUMENT = /^text\/html\b/;
/** What waits for the database longest is there some milliseconds after the rest: a document waits for it so long at most. */
const REST_MS = 250;
/** Less than the screen takes for a picture: the page of a shop comes in five pieces instead of eleven, each of which costs four processes a call of the system. */
const PIECE_MS = 10;

/** @param {import("node:http").ServerResponse} response */
const typeOf = (response) => String(response.getHeader("content-type") ?? "");
/** @param {import("node:http").ServerResponse} response */
export const isPage = (response) => PAGE.test(typeOf(response));

/**
 * Gathers what is written to `response` if it is a page. Nobody is told to wait: pages are small, and come whole. Everything else (event
 * streams, files, tables) goes through untouched.
 * @param {import("node:http").ServerResponse & { flush?: () => void }} response what is written goes on to its own `write` and `flush`
 * @param {{ restMs?: number }} [options]
 */
export function gatherPage(response, { restMs = REST_MS } = {}) {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const flush = response.flush?.bind(response);
  const flushHeaders = response.flushHeaders.bind(response);
  /** @type {Buffer[]} */
  let pieces = [];
  let planned = false;
  let begun = false;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const isDocument = () => !begun && DOCUMENT.test(typeOf(response));
  const takeAll = () => {
    const [first = Buffer.alloc(0), ...more] = pieces;
    const all = more.length === 0 ? first : Buffer.concat(pieces);
    pieces = [];
    const isWhole = isDocument();
    begun = true;
    // One character for each byte, whatever it is: only tags are looked for.
    return isWhole ? Buffer.from(scriptsLast(drawnInPlace(all.toString("latin1"))), "latin1") : all;
  };
  const goOn = () => {
    planned = false;
    if (pieces.length === 0 || response.writableEnded || response.destroyed) return;
    write(takeAll());
    flush?.();
  };

  response.write = (chunk, ...rest) => {
    if (!isPage(response)) return write(chunk, ...rest);
    pieces.push(typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (!planned && isDocument()) timer = setTimeout(goOn, restMs);
    else if (!planned && begun) timer = setTimeout(goOn, PIECE_MS);
    else if (!planned) setImmediate(goOn);
    planned = true;
    return true;
  };
  response.end = (chunk, ...rest) => {
    clearTimeout(timer);
    if (pieces.length === 0) return end(chunk, ...rest);
    if (chunk && typeof chunk !== "function") response.write(chunk);
    return end(takeAll());
  };
  // After each piece, which are gathered; and before the first, with which the head goes.
  response.flush = () => {
    if (!isPage(response)) flush?.();
  };
  response.flushHeaders = () => {
    if (!isPage(response)) flushHeaders();
  };
}
