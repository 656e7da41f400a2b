// What listens: it gives each request its headers (page-headers.mjs), has the process with the least to do answer it, and sends that on. It makes
// nothing itself and is never busy, so that what is certain of a page is said at once (early-head.mjs), however much is made (docs/decisions/0010).
import http from "node:http";
import net from "node:net";
import { pipeline } from "node:stream";
import { readablePath, setPageHeaders } from "./page-headers.mjs";

/** What Next's pages and routes know; it would answer others as if they were GET. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Between two hops alone (RFC 9110, 7.6.1), and what was answered here already. */
const HOP = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect"];
/** Nobody is there any more who could take the request: it goes to another. */
const GONE = ["ECONNREFUSED", "ENOENT"];
/** More come at this moment than the system lets wait at one door: in a moment it does. */
const CROWDED = "EAGAIN";
const MOMENT_MS = 20;
/** Of an answer: it is our own. */
const ANSWER_HEAD_BYTES = 65_536;

const isStream = (/** @type {import("node:http").ServerResponse} */ response) =>
  /^text\/event-stream/.test(String(response.getHeader("content-type")));

/** @param {http.IncomingMessage} request @param {string} address of whoever asks */
function headersOf(request, address) {
  const headers = { ...request.headers };
  for (const name of HOP) delete headers[name];
  // As Next would; behind a proxy it stands there already, and its last entry counts (lib/identity/auth/browser.ts).
  headers["x-forwarded-for"] ??= address;
  return headers;
}

const hasBody = (/** @type {http.IncomingMessage} */ { headers }) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** All requests go through here: one that nobody thought of must not take the others along. @param {http.ServerResponse} response */
async function breakOffOnError(response, work) {
  try {
    await work();
  } catch (error) {
    console.error(error);
    response.destroy();
  }
}

/** @param {http.IncomingMessage} answer @param {http.ServerResponse} response */
function sendHead(answer, response) {
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === undefined || HOP.includes(name) || name === "transfer-encoding") continue;
    if (name === "set-cookie") response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  response.writeHead(answer.statusCode ?? 500);
  // A stream may have nothing to tell for long.
  if (isStream(response)) response.flushHeaders();
}

/**
 * @param {object} options
 * @param {ReturnType<typeof import("./answerers.mjs").createAnswerers>} options.answerers
 * @param {ReturnType<typeof import("./early-head.mjs").createEarlyHeads> | null} options.earlyHeads none in development
 * @param {boolean} options.secure people come by https
 * @param {boolean} options.development
 */
export function createFront({ answerers, earlyHeads, secure, development }) {
  // Longer than reverse proxies keep theirs: a connection that is closed just when it is used again is an error to whoever asked.
  const server = http.createServer({ keepAliveTimeout: 75_000 });
  /** By connection what is being answered on it. @type {Map<import("node:stream").Duplex, Set<http.ServerResponse>>} */
  const open = new Map();
  let isStopping = false;

  server.on("connection", (socket) => {
    // Each request that is sent ahead of the answers listens for its end.
    socket.setMaxListeners(0);
    open.set(socket, new Set());
    socket.once("close", () => open.delete(socket));
  });

  /**
   * @param {http.IncomingMessage} request @param {http.IncomingMessage} answer @param {http.ServerResponse} response
   * @param {() => void} release what goes on for ever is no work
   */
  function passOn(request, answer, response, release) {
    const isEarly = response.headersSent;
    const body = isEarly ? (earlyHeads?.bodyOf(answer) ?? null) : answer;
    earlyHeads?.learn(request, answer);
    if (!isEarly) sendHead(answer, response);
    if (isStream(response)) release();
    if (isStream(response) && isStopping) return void response.destroy();
    // What breaks off on its way breaks off for the browser, too.
    if (body === answer) return void pipeline(answer, response, () => {});
    answer.resume();
    if (body) response.end(body);
    else response.destroy();
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  async function forward(request, response) {
    const one = await answerers.leastBusy();
    const { socket } = request;
    // Nobody knows whose it was, nor waits for it.
    if (response.destroyed || socket.remoteAddress === undefined) return void response.destroy();
    const asked = http.request({
      ...{ socketPath: one.socketPath, agent: one.agent, maxHeaderSize: ANSWER_HEAD_BYTES },
      ...{ method: request.method, path: request.url, headers: headersOf(request, socket.remoteAddress) },
    });
    let isCounted = true;
    const release = () => {
      if (isCounted) one.busy -= 1;
      isCounted = false;
    };
    const giveUp = () => {
      request.unpipe(asked);
      asked.destroy();
      // Answered before it had come whole: what is left of it goes nowhere, and the connection takes the next request.
      request.resume();
    };
    one.busy += 1;
    response.once("close", giveUp);
    // A response that waits behind another one of the same connection does not always hear of its end.
    socket.once("close", giveUp);
    asked.once("close", () => {
      release();
      socket.off("close", giveUp);
    });
    asked.once("response", (answer) => breakOffOnError(response, () => passOn(request, answer, response, release)));
    asked.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      response.off("close", giveUp);
      const isGone = GONE.includes(error.code ?? "");
      if (isGone) one.leave();
      if (isGone || error.code === CROWDED) return void setTimeout(() => begin(request, response), isGone ? 0 : MOMENT_MS);
      if (!response.destroyed) console.error(error);
      response.destroy();
    });
    if (!hasBody(request)) return void asked.end();
    // Not before somebody takes it: what has gone out cannot be given to another.
    const send = () => void request.pipe(asked);
    asked.once("socket", (taking) => (taking.connecting ? taking.once("connect", send) : send()));
  }

  const begin = (/** @type {http.IncomingMessage} */ request, /** @type {http.ServerResponse} */ response) =>
    breakOffOnError(response, () => forward(request, response));

  server.on("request", (request, response) => {
    const ofConnection = open.get(request.socket);
    ofConnection?.add(response);
    response.once("close", () => {
      ofConnection?.delete(response);
      // A connection that has had its answer would be kept for the next request.
      if (isStopping) setImmediate(() => server.closeIdleConnections());
    });
    const isKnown = METHODS.includes(request.method ?? "");
    // `*` is the whole server, which is asked for its methods.
    if (!isKnown || request.url === "*") return void response.writeHead(isKnown ? 204 : 405, { allow: METHODS.join(", ") }).end();
    request.url = readablePath(request.url ?? "/");
    setPageHeaders(request, response, { development, secure });
    begin(request, response);
    if (earlyHeads) void breakOffOnError(response, () => earlyHeads.sendEarly(request, response));
  });

  // Next's development server tells its pages of changes by a socket.
  if (development)
    server.on("upgrade", async (request, socket, head) => {
      socket.on("error", () => {});
      const { socketPath } = await answerers.leastBusy();
      if (socket.destroyed) return;
      const answering = net.connect(socketPath);
      const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
      answering.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      answering.write(head);
      for (const [from, to] of [
        [socket, answering],
        [answering, socket],
      ])
        pipeline(from, to, () => to.destroy());
    });

  return {
    server,
    /** Takes nothing new, and resolves when everybody has the rest. Streams of news would go on for ever: browsers come back to another process. */
    stop() {
      isStopping = true;
      const closed = new Promise((resolve) => server.close(() => resolve(undefined)));
      for (const [socket, responses] of open) {
        // One that has sent nothing yet, or half a request, would never end.
        if (responses.size === 0) socket.destroy();
        for (const response of responses) if (isStream(response)) response.destroy();
      }
      return closed;
    },
  };
}
