import http from "node:http";
import { EGRESS_ADDRESSES } from "@/e2e/lab/harness/lab";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import type { ServerName } from "@/e2e/lab/lab-case";
import type { CauseCode } from "@/lib/check/causes";
import type { Fix, Snippet } from "@/lib/check/diagnosis/fixes/fix";

// A proof of a printed fix: a real server with a blocking rule, and how the printed lines are applied to its configuration.

/** An address that is neither ours nor the control: a client that copies our User-Agent. */
export const OTHER_CLIENT = "127.0.0.9";

export interface FixProof {
  name: string;
  needs: readonly ServerName[];
  code: CauseCode;
  /** Other causes that the server gives. */
  otherCodes?: readonly CauseCode[];
  fixId: string;
  /** Starts the server in front of the shop, with the printed fix applied unless `fix` is null. */
  start(workspace: Workspace, upstream: string, fix: Fix | null): Promise<string>;
  /** A request that the rule refuses for every client without an exception. */
  refused: { method: string; userAgent: string };
  /** Number of requests before the compared one, for rules that count requests. */
  warmUp?: number;
  /** False if the software's exceptions cannot be limited to a path. */
  scopedByPath?: boolean;
  /** Ids of rules that the host finds in its log. */
  ruleIds?: readonly number[];
  /** A key that must reach the shop. */
  credentials?: Record<string, string>;
}

/** The snippet that a proof applies; throws without it. */
export function takeSnippet(fix: Fix, id: string): Snippet {
  const snippet = fix.snippets.find((one) => one.id === id);
  if (snippet === undefined) throw new Error(`${fix.id} prints no snippet ${id}`);
  return snippet;
}

const replacedText = (snippet: Snippet, lines: string): string => {
  if (snippet.replaces === null || !lines.includes(snippet.replaces)) throw new Error(`nothing to replace for ${snippet.id} in: ${lines}`);
  return snippet.replaces;
};

/** `instead_of`: replaces the text named by the snippet. */
export function putInstead(snippet: Snippet, lines: string): string {
  return lines.replaceAll(replacedText(snippet, lines), snippet.code);
}

/** `before_rule`: inserts the lines before the first match. */
export function putBefore(snippet: Snippet, lines: string): string {
  const at = lines.indexOf(replacedText(snippet, lines));
  return `${lines.slice(0, at)}${snippet.code}\n${lines.slice(at)}`;
}

/** `file_end`. */
export const putAtEnd = (snippet: Snippet, lines: string): string => `${lines}\n${snippet.code}\n`;

/** Status of one request over a new connection; null if it ended without a response. */
export function askOnce(base: string, request: { from: string; method: string; userAgent: string; path: string }): Promise<number | null> {
  const url = new URL(base);
  return new Promise((resolve) => {
    const sent = http.request({
      host: url.hostname,
      port: url.port,
      method: request.method,
      path: request.path,
      localAddress: request.from,
      agent: false,
      headers: { "User-Agent": request.userAgent, Accept: "application/json" },
      timeout: 5000,
    });
    sent.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? null));
      answer.once("error", () => resolve(null));
    });
    sent.once("timeout", () => sent.destroy());
    sent.once("error", () => resolve(null));
    sent.end();
  });
}

export const API_PATH = "/wp-json/wc/v3";
export const OTHER_PATH = "/wp-login.php";
export const OUR_ADDRESSES = EGRESS_ADDRESSES;
