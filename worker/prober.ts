import http from "node:http";
import { checkEgress, outsideConfig } from "@/lib/connectors/egress/config";
import { answerProbe, type ProberAnswer } from "@/worker/prober/answer-probe";

// `npm run prober`: serves /probe?module=http_2xx|shop&target=… to Prometheus. Listens on loopback unless HOST is set.

const HOST = process.env["HOST"] ?? "127.0.0.1";
const PORT = Number(process.env["PORT"] ?? 9115);
const DEFAULT_TIMEOUT_MS = 15_000;
/** The scraper has its own timeout; the response must arrive before it. */
const SCRAPE_MARGIN_MS = 500;

function timeoutOf(request: http.IncomingMessage): number {
  const scrape = Number(request.headers["x-prometheus-scrape-timeout-seconds"]);
  return Number.isFinite(scrape) && scrape > 0 ? Math.max(500, scrape * 1000 - SCRAPE_MARGIN_MS) : DEFAULT_TIMEOUT_MS;
}

const outside = outsideConfig();
const usable = checkEgress(outside.egress);
if (!usable.ok) {
  process.stderr.write(`prober: this machine does not have the address ${usable.reason.address}\n`);
  process.exit(2);
}
async function answer(request: http.IncomingMessage): Promise<ProberAnswer> {
  const [path, search = ""] = (request.url ?? "/").split("?", 2);
  if (path === "/-/healthy") return { status: 200, text: "Healthy\n" };
  if (path !== "/probe" || request.method !== "GET") return { status: 404, text: "Ask /probe?module=http_2xx&target=…\n" };
  return answerProbe(search, outside, timeoutOf(request));
}

const server = http.createServer((request, response) => {
  answer(request).then(
    ({ status, text }) =>
      response
        .writeHead(status, { "content-type": "text/plain; version=0.0.4; charset=utf-8", "content-length": Buffer.byteLength(text) })
        .end(text),
    () => response.writeHead(500).end(),
  );
});
server.on("error", (error) => {
  process.stderr.write(`prober: cannot listen on ${HOST}:${PORT} (${"code" in error ? String(error.code) : error.message})\n`);
  process.exit(1);
});
server.listen(PORT, HOST, () => process.stdout.write(`prober: http://${HOST}:${PORT}/probe\n`));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
