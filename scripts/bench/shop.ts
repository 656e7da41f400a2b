import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { makePlatformHandler } from "@/lib/testing/fake-shops/platforms";
import { FakeStore } from "@/lib/testing/fake-shops/store";
import { writeAnswer } from "@/lib/testing/fake-shops/write-answer";
import { startDelay } from "@/scripts/bench/delay";

// A healthy shop in a process of its own, over http, https, and both again behind a link with a round trip:
// `shop.ts <http port> <https port> <far http port> <far https port> <round trip in ms> <certificate> <key>`.
// Each answer carries its number on the connection, so that a reused connection that was reported as cold is detected.

const [httpPort = "", httpsPort = "", farHttpPort = "", farHttpsPort = "", roundTripMs = "", certificate = "", key = ""] =
  process.argv.slice(2);
const store = new FakeStore([]);
const handle = makePlatformHandler("woocommerce", {});
const answered = new WeakMap<Socket, number>();

const listener =
  (scheme: "http" | "https"): http.RequestListener =>
  (message, response) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      const [path = "/", search = ""] = (message.url ?? "/").split(/\?(.*)/s);
      const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(", ")]));
      const method = message.method ?? "GET";
      const origin = `${scheme}://${headers["host"] ?? ""}`;
      const request = { method, path, query: new URLSearchParams(search), headers, body: Buffer.concat(chunks).toString() };
      const answer = handle({ ...request, secure: scheme === "https", origin }, store, {});
      const number = (answered.get(message.socket) ?? 0) + 1;
      answered.set(message.socket, number);
      answer.headers.unshift(["X-Request-Of-Connection", String(number)]);
      writeAnswer(response, answer, { method, date: new Date(), bodyPrefix: "", dropAfterBytes: null, endless: false });
    });
  };

const servers = [
  http.createServer(listener("http")).listen(Number(httpPort), "127.0.0.1"),
  https
    .createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, listener("https"))
    .listen(Number(httpsPort), "127.0.0.1"),
];
for (const server of servers) server.keepAliveTimeout = 30_000;
startDelay(Number(farHttpPort), Number(httpPort), Number(roundTripMs));
startDelay(Number(farHttpsPort), Number(httpsPort), Number(roundTripMs));
