// One process that answers: `node scripts/answer.mjs -H <host> -p <port> [--dev]`. Next makes the pages; what goes before and after that stands
// here, since it costs less here than within Next (docs/decisions/0010): the headers of every page (page-headers.mjs) and how answers are sent.
import http from "node:http";
import path from "node:path";
import { parseArgs } from "node:util";
import zlib from "node:zlib";
import compression from "compression";
import next from "next";
import { pageOf, saysWhenCertain } from "./early-head.mjs";
import { gatherPage } from "./gather.mjs";
import { packPage } from "./pack-page.mjs";
import { createPackedFiles } from "./packed-files.mjs";
import { readablePath, setPageHeaders } from "./page-headers.mjs";
import { createRoom, createTurns } from "./page-turns.mjs";
import { root } from "./typescript.mjs";

const { BROTLI_PARAM_LGWIN: WINDOW, BROTLI_PARAM_MODE: MODE, BROTLI_PARAM_QUALITY: QUALITY, BROTLI_MODE_TEXT: TEXT } = zlib.constants;
/** For browsers without zstd (pack-page.mjs), in little time: a page of 481 kB takes 1.8 ms to 61 kB, and by gzip 1.9 ms to 89. */
const compressAnswer = compression({ level: 1, brotli: { params: { [QUALITY]: 3, [WINDOW]: 20, [MODE]: TEXT } } });

const { values } = parseArgs({
  options: { host: { type: "string", short: "H" }, port: { type: "string", short: "p" }, dev: { type: "boolean", default: false } },
});
const [hostname, port, development] = [values.host ?? "127.0.0.1", Number(values.port ?? 3000), values.dev];
// lib/system/env.ts would bring a compiler along (lib/system/header-names.mjs); who starts this has checked the environment.
const secure = (process.env.NEXTAUTH_URL ?? "").startsWith("https://");

/** What Next's pages and routes know; it would answer others as if they were GET. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

// Longer than reverse proxies keep theirs: one that is closed just when it is used again is an error to whoever asked.
const server = http.createServer({ keepAliveTimeout: 75_000 });
const app = next({ dev: development, dir: root, hostname, port, httpServer: server });
const makeAnswer = app.getRequestHandler();

const open = new Set();
const inTurn = createTurns();
const whenRoom = createRoom();
const leadToPacked = createPackedFiles(path.join(root, ".next/static"), "/_next/static/");

async function answer(request, response) {
  try {
    await makeAnswer(request, response);
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}

server.on("request", (request, response) => {
  open.add(response);
  response.once("close", () => open.delete(response));
  // Compression, turns and Next listen for the end of each; ten is where Node begins to suspect a leak.
  response.setMaxListeners(20);
  const isKnown = METHODS.includes(request.method ?? "");
  // `*` is the whole server, which is asked for its methods.
  if (!isKnown || request.url === "*") return void response.writeHead(isKnown ? 204 : 405, { allow: METHODS.join(", ") }).end();
  request.url = readablePath(request.url ?? "/");
  setPageHeaders(request, response, { development, secure });
  if (!development && leadToPacked(request, response)) return void answer(request, response);
  compressAnswer(request, response, () => {
    packPage(request, response);
    gatherPage(response);
    const make = () => answer(request, response);
    // Presses come at once, and so does what is no page.
    if (request.method !== "GET" || /^\/(?:_next|api)\//.test(request.url)) return void make();
    if (development || !saysWhenCertain(request.url)) return inTurn(response, make);
    whenRoom(response, () => globalThis.mooringPages.run(pageOf(request, response, inTurn), make));
  });
});
server.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});

/** Whoever is being answered gets the rest. Streams of news would go on for ever: browsers come back to another process. */
function stop() {
  if (development) process.exit(0);
  server.close(() => app.close().finally(() => process.exit(0)));
  for (const response of open) if (/^text\/event-stream/.test(String(response.getHeader("content-type")))) response.destroy();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

await app.prepare();
server.listen(port, hostname, () => {
  process.title = "mooring-web"; // in lists of processes: this one answers
});
