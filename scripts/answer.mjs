// One process that answers: `node scripts/answer.mjs -H <host> -p <port> --socket <path> [--dev]`, for the one that listens at host and port
// (front.mjs), with which it ends. Next makes the pages; how answers are sent stands here, since it costs less here than within Next
// (docs/decisions/0010).
import http from "node:http";
import path from "node:path";
import { parseArgs } from "node:util";
import zlib from "node:zlib";
import compression from "compression";
import next from "next";
import { gatherPage } from "./gather.mjs";
import { packPage } from "./pack-page.mjs";
import { createPackedFiles } from "./packed-files.mjs";
import { createTurns } from "./page-turns.mjs";
import { root } from "./typescript.mjs";

const { BROTLI_PARAM_LGWIN: WINDOW, BROTLI_PARAM_MODE: MODE, BROTLI_PARAM_QUALITY: QUALITY, BROTLI_MODE_TEXT: TEXT } = zlib.constants;
/** For browsers without zstd (pack-page.mjs), in little time: a page of 481 kB takes 1.8 ms to 61 kB, and by gzip 1.9 ms to 89. */
const compressAnswer = compression({ level: 1, brotli: { params: { [QUALITY]: 3, [WINDOW]: 20, [MODE]: TEXT } } });

const { values } = parseArgs({
  options: {
    host: { type: "string", short: "H" },
    port: { type: "string", short: "p" },
    socket: { type: "string" },
    dev: { type: "boolean", default: false },
  },
});
const [hostname, port, development] = [values.host ?? "127.0.0.1", Number(values.port ?? 3000), values.dev];

// The one that listens keeps its connections as long as it lasts: one that is closed just when it is used again is an error to whoever asked.
// What it lets in is not too large here, with what it has put into it.
const server = http.createServer({ keepAliveTimeout: 0, maxHeaderSize: 32_768 });
const app = next({ dev: development, dir: root, hostname, port, httpServer: server });
const makeAnswer = app.getRequestHandler();

const open = new Set();
const inTurn = createTurns();
// A page that changes in place begins before its content is there: it waits only where so many are made already that all would be late.
const inPlaceTurn = createTurns({ atOnce: 12 });
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
  if (!development && leadToPacked(request, response)) return void answer(request, response);
  compressAnswer(request, response, () => {
    packPage(request, response);
    gatherPage(response);
    const make = () => answer(request, response);
    // ShopActions come at once, and so does what is no page.
    if (request.method !== "GET" || /^\/(?:_next|api)\//.test(request.url)) return void make();
    const turn = request.headers.rsc === undefined ? inTurn : inPlaceTurn;
    turn(response, make);
  });
});
server.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});

/** Whoever is being answered gets the rest. Streams of news would go on for ever: browsers come back. */
function stop() {
  if (development) process.exit(0);
  server.close(() => app.close().finally(() => process.exit(0)));
  for (const response of open) if (/^text\/event-stream/.test(String(response.getHeader("content-type")))) response.destroy();
}
// Signals come to all processes at once; this one is asked to stop when the one that listens has nothing more to ask.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => {});
process.on("message", (message) => {
  if (message === "stop") stop();
});
process.once("disconnect", () => process.exit());

await app.prepare();
server.listen({ path: values.socket, backlog: 4_096 }, () => {
  process.title = "mooring-web"; // in lists of processes: this one answers
  process.send?.("listening");
});
