import { execFile } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { bundleCli } from "@/scripts/dev/bundle-cli.mjs";

// For tests of the command line: the built file as a process, with its own home folder.

const listen = async (handler: http.RequestListener) => {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
};

/** A server with these answers, one after the other, the last one for ever. */
export const startAnswers = (answers: readonly { status: number; headers?: http.OutgoingHttpHeaders; body?: string }[]) => {
  let count = 0;
  return listen((request, response) => {
    const { status, headers = {}, body = "" } = answers[Math.min(count, answers.length - 1)] ?? { status: 404 };
    count += 1;
    request.resume();
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  });
};

interface Ended {
  exit: number;
  out: string;
  err: string;
}

/** Builds `mooring`; `run` starts it with its own home folder. */
export async function buildCommandLine() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-cli-"));
  const file = path.join(folder, "package/mooring.mjs");
  await bundleCli(path.dirname(file));
  const home = path.join(folder, "home");
  const run = (args: readonly string[], env: Record<string, string> = {}, input = ""): Promise<Ended> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [file, ...args],
        { env: { NODE_ENV: "production", PATH: process.env["PATH"], HOME: home, XDG_CONFIG_HOME: home, ...env }, timeout: 120_000 },
        (error, out, err) => resolve({ exit: error ? Number(error.code ?? -1) : 0, out, err }),
      );
      child.stdin?.end(input);
    });
  return { file, home, run, remove: () => fs.rmSync(folder, { recursive: true }) };
}
