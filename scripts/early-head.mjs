// A document goes out whole (docs/decisions/0004), but its head before that: as soon as the page says that it is there for whoever asked. The browser
// fetches styles and fonts while the page waits for its turn (page-turns.mjs) and is made.
import { AsyncLocalStorage } from "node:async_hooks";
import http from "node:http";

/** Pages of a merchant that say so, and wait for their turn then (lib/system/page-turn.ts). */
const SAY_SO = /^\/m\/[0-9a-f-]{36}(?:\/(?:integrations|orders)(?:\/[0-9a-f-]{36})?)?\/?(?:\?|$)/;
/** @param {string} address of a request */
export const saysWhenCertain = (address) => SAY_SO.test(address);

/** Next's bundles and this file have only the global object in common. */
globalThis.mooringPages ??= new AsyncLocalStorage();

/** As Next says it of every document of a person. */
const HEAD = { "content-type": "text/html; charset=utf-8", "cache-control": "private, no-cache, no-store, max-age=0, must-revalidate" };
const NONCE = /nonce="[^"]*"/g;
/** What Next had fetched first with the document before: styles and fonts, which are the same for all of them. */
let fetchedFirst = "";

/**
 * Sends the head of the document that `request` asks for; nothing of a page that changes in place, and nothing before the first document of this
 * process was made.
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse & { startPacking?: () => void }} response from then on nothing changes its head any more
 */
function sendHead(request, response) {
  if (request.headers.rsc !== undefined || fetchedFirst === "" || response.headersSent || response.destroyed) return;
  for (const [name, value] of Object.entries(HEAD)) response.setHeader(name, value);
  response.setHeader("link", fetchedFirst.replace(NONCE, `nonce="${request.headers["x-nonce"]}"`));
  response.startPacking?.();
  // Not the one of gather.mjs, which holds it back.
  http.ServerResponse.prototype.flushHeaders.call(response);
  response.setHeader = response.appendHeader = response.writeHead = () => response;
  response.removeHeader = () => {};
  // Next would not go on with an answer whose head somebody else has sent.
  Object.defineProperty(response, "headersSent", { value: false });
}

/**
 * What a page reaches of the request that it answers.
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @param {ReturnType<typeof import("./page-turns.mjs").createTurns>} inTurn
 */
export function pageOf(request, response, inTurn) {
  /** @type {Promise<void> | undefined} */
  let turn;
  response.once("finish", () => {
    if (fetchedFirst === "" && response.statusCode === 200) fetchedFirst = String(response.getHeader("link") ?? "");
  });
  return {
    begin: () => sendHead(request, response),
    /** Rejects when whoever asked has gone: what was begun of the page ends with it. */
    turn: () =>
      (turn ??= new Promise((resolve, reject) => {
        const giveUp = () => reject(new DOMException("Nobody waits for this page any more.", "AbortError"));
        if (response.destroyed) giveUp();
        else inTurn(response, resolve, giveUp);
      })),
  };
}
