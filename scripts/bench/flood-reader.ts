import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { setTimeout as wait } from "node:timers/promises";

// A reader beside a flood (scripts/bench/flood.ts): asks for the page on one connection, from an address of its own and in a process of its own,
// until it is sent a message. Sends one after the first answer, and at its end the longest wait and what was answered.

const [url = ""] = process.argv.slice(2);
const isTls = url.startsWith("https:");
const agent = new (isTls ? https : http).Agent({ keepAlive: true, maxSockets: 1, localAddress: "127.0.0.2" });
const outcomes: Record<string, number> = {};
let longestMs = 0;
let isOver = false;
process.once("message", () => {
  isOver = true;
});

async function statusOf(): Promise<string> {
  const request = isTls ? https.get(url, { agent, rejectUnauthorized: false }) : http.get(url, { agent });
  const [answer] = (await once(request, "response")) as [http.IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return String(answer.statusCode);
}

await statusOf();
process.send?.("reads");
while (!isOver) {
  const started = performance.now();
  const outcome = await statusOf().catch(() => "failed");
  longestMs = Math.max(longestMs, performance.now() - started);
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  await wait(200);
}
agent.destroy();
process.send?.({ longestMs: Math.round(longestMs), outcomes }, () => process.exit());
