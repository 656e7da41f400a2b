import fs from "node:fs";
import path from "node:path";

// Recorded responses of real shops, stored outside the repository: without them, these tests are skipped.

const folder = path.join(import.meta.dirname, "../../../../shared/recorded");

export const recordingsAreThere = (): boolean => fs.existsSync(path.join(folder, "answers"));

export const readRecordedJson = (file: string): unknown => JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));

const readRecordedText = (file: string): string => fs.readFileSync(path.join(folder, file), "utf8");

export interface Recording {
  title: string;
  method: string;
  /** Scheme, host and port of the request. */
  origin: string;
  path: string;
  requestHeaders: Record<string, string>;
  requestBody: string;
  status: number;
  headers: [name: string, value: string][];
  /** The body or its first bytes. */
  body: string;
  /** Whether `body` is all of it. */
  complete: boolean;
}

/** Arguments of a shell line with single quotes. */
const splitArguments = (line: string): string[] => [...line.matchAll(/'([^']*)'|(\S+)/g)].map((found) => found[1] ?? found[2] ?? "");

function readCall(line: string): Pick<Recording, "method" | "origin" | "path" | "requestHeaders" | "requestBody"> {
  const args = splitArguments(line).slice(1);
  const headers: Record<string, string> = {};
  let method: string | null = null;
  let body = "";
  let url = "";
  while (args.length > 0) {
    const option = args.shift() ?? "";
    if (option === "-X") method = args.shift() ?? "";
    else if (option === "-I") method = "HEAD";
    else if (option === "-d") body = args.shift() ?? "";
    else if (option === "-A") headers["User-Agent"] = args.shift() ?? "";
    else if (option === "-u") headers["Authorization"] = `Basic ${Buffer.from(args.shift() ?? "").toString("base64")}`;
    else if (option === "--interface") args.shift();
    else if (option === "-H") {
      const [name = "", value = ""] = (args.shift() ?? "").split(/:\s*(.*)/s);
      headers[name] = value;
    } else if (!option.startsWith("-")) url = option.replace(/\\([[\]{}])/g, "$1");
  }
  const [, origin = "", rest = "/"] = /^(https?:\/\/[^/]+)(\/.*)?$/.exec(url) ?? [];
  if (body !== "" && !("Content-Type" in headers)) headers["Content-Type"] = "application/x-www-form-urlencoded";
  return { method: method ?? (body === "" ? "GET" : "POST"), origin, path: rest, requestHeaders: headers, requestBody: body };
}

function readBlock(block: string): Recording | null {
  const [title = "", call = "", statusLine = "", ...lines] = block.split("\n");
  const status = Number(/^HTTP\/\S+ (\d{3})/.exec(statusLine)?.[1]);
  if (!call.startsWith("$ curl") || Number.isNaN(status)) return null;
  const headerLines = lines.filter((line) => !line.startsWith("|") && line.includes(": "));
  const text = lines
    .filter((line) => line.startsWith("| ") || line === "|")
    .map((line) => line.slice(2))
    .join("\n");
  const found = /^([\s\S]*?)( \.\.\.)? ?\[\d+ bytes\]$/.exec(text);
  return {
    title,
    ...readCall(call.slice(2)),
    status,
    headers: headerLines.map((line) => {
      const [name = "", value = ""] = line.split(/: (.*)/s);
      return [name, value.trim()];
    }),
    body: found?.[1] ?? text,
    complete: found !== null && found[2] === undefined,
  };
}

/** All requests of `answers/<file>`, in the order sent. */
export const readRecordings = (file: string): Recording[] =>
  readRecordedText(`answers/${file}`)
    .split(/^### /m)
    .slice(1)
    .map((block) => readBlock(block.trimEnd()))
    .filter((recording) => recording !== null);
