// Next writes a page in pieces of 4 kB, and each would be compressed and sent by itself: 70 turns through zlib and the socket for a list.
// Those that come in one turn of the event loop go on together.

import { scriptsLast } from "./scripts-last.mjs";

const PAGE = /^text\/(?:html|x-component)\b/;

/** @param {import("node:http").ServerResponse} response */
export const isPage = (response) => PAGE.test(String(response.getHeader("content-type") ?? ""));

/**
 * Gathers what is written to `response` if it is a page. Nobody is told to wait: pages are small, and come whole. Everything else (event
 * streams, files, tables) goes through untouched.
 * @param {import("node:http").ServerResponse & { flush?: () => void }} response what is written goes on to its own `write` and `flush`
 */
export function gatherPage(response) {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const flush = response.flush?.bind(response);
  const flushHeaders = response.flushHeaders.bind(response);
  /** @type {Buffer[]} */
  let pieces = [];
  let planned = false;
  let begun = false;
  const takeAll = () => {
    const [first = Buffer.alloc(0), ...more] = pieces;
    const all = more.length === 0 ? first : Buffer.concat(pieces);
    pieces = [];
    const isDocument = begun ? false : /^text\/html/.test(String(response.getHeader("content-type")));
    begun = true;
    return isDocument ? scriptsLast(all) : all;
  };
  const goOn = () => {
    planned = false;
    if (pieces.length === 0 || response.writableEnded) return;
    write(takeAll());
    flush?.();
  };

  response.write = (chunk, ...rest) => {
    if (!isPage(response)) return write(chunk, ...rest);
    pieces.push(typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (!planned) setImmediate(goOn);
    planned = true;
    return true;
  };
  response.end = (chunk, ...rest) => {
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
