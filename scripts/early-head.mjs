// A document goes out whole (docs/decisions/0004), but its head before that: as soon as it is certain that the page is there for whoever asked. The
// browser fetches styles and fonts while the page waits for its turn (page-turns.mjs) and is made.
import zlib from "node:zlib";
import { pageAt } from "../lib/identity/accounts/page-lookup.mjs";
import { bestPacking } from "./pack-page.mjs";
import { cookieOf } from "./page-headers.mjs";

/** Of each answer alone; `content-security-policy` and `set-cookie` stand on the answer already (page-headers.mjs). */
const OWN = ["date", "connection", "keep-alive", "transfer-encoding", "content-length", "content-security-policy", "set-cookie"];
const NONCE = /nonce="[^"]*"/g;
const HTML = /^text\/html\b/;
const PACKED = "zstd";

const escapeText = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** @param {{ isThere: ReturnType<typeof import("../lib/identity/accounts/page-lookup.mjs").createPageLookup>["isThere"], sessionCookie: string }} options */
export function createEarlyHeads({ isThere, sessionCookie }) {
  /** That of the first of these documents: but for its nonce it is the same for all of them. @type {[string, string][] | null} */
  let head = null;

  /** The page that a request for a document asks for; null for anything else. @param {import("node:http").IncomingMessage} request */
  function documentOf({ method, url = "/", headers }) {
    if (method !== "GET" || headers.rsc !== undefined || url.includes("_rsc=") || bestPacking({ headers }) !== PACKED) return null;
    return pageAt(url);
  }

  return {
    /**
     * Sends the head of the document that `request` asks for, unless it has gone meanwhile; resolves when that is decided.
     * @param {import("node:http").IncomingMessage} request
     * @param {import("node:http").ServerResponse} response
     */
    async sendEarly(request, response) {
      const page = documentOf(request);
      if (!page || !head) return;
      const found = await isThere(page, cookieOf(request.headers.cookie, sessionCookie)).catch(() => false);
      if (!found || response.headersSent || response.destroyed) return;
      for (const [name, value] of head) response.setHeader(name, value.replace(NONCE, `nonce="${request.headers["x-nonce"]}"`));
      response.flushHeaders();
    },

    /** Keeps the head of a document that is there. @param {import("node:http").IncomingMessage} request @param {import("node:http").IncomingMessage} answer */
    learn(request, answer) {
      const page = documentOf(request);
      const { "content-type": type = "", "content-encoding": encoding } = answer.headers;
      if (!page || head || answer.statusCode !== 200 || !HTML.test(type) || encoding !== PACKED) return;
      const lasting = Object.entries(answer.headers).filter(([name]) => !OWN.includes(name));
      head = lasting.map(([name, value]) => [name, String(value)]);
    },

    /**
     * The body that goes behind a head that was sent early: that of `answer`; the way to where it leads elsewhere by now; null when neither can be
     * sent any more.
     * @param {import("node:http").IncomingMessage} answer
     */
    bodyOf(answer) {
      const { location, "content-encoding": encoding } = answer.headers;
      if (location === undefined) return encoding === PACKED ? answer : null;
      return zlib.zstdCompressSync(`<!DOCTYPE html><meta http-equiv="refresh" content="0;url=${escapeText(location)}">`);
    },
  };
}
