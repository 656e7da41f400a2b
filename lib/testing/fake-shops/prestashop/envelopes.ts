import { createHash } from "node:crypto";
import type { FakeAnswer, FakeRequest } from "@/lib/testing/fake-shops/answer";

// How PrestaShop's webservice writes: XML with CDATA, or JSON if requested by query or header.

export const REALM: [string, string] = [
  "WWW-Authenticate",
  'Basic realm="Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required."',
];

const wantsJson = (request: FakeRequest): boolean =>
  [request.query.get("output_format"), request.query.get("io_format"), request.headers["output-format"], request.headers["io-format"]].some(
    (value) => value?.toUpperCase() === "JSON",
  );

/** The answer to requests without a key; a key that arrives never gets it. */
export const inviteKey = (): FakeAnswer => ({
  status: 401,
  headers: [
    ["X-Powered-By", "PHP/7.4.14"],
    REALM,
    ["Set-Cookie", "PrestaShop-8c5dbc3e14de534910a26de1bd7d3bcd=def50200adeff9fae4385f94d9220f09; path=/; HttpOnly"],
    ["Content-Type", "text/html; charset=utf-8"],
  ],
  body: "401 Unauthorized",
});

export interface Say {
  request: FakeRequest;
  /** "0" before the key was accepted. */
  version: string;
  more?: [string, string][];
}

const headersFor = (say: Say, body: string, json: boolean, isError: boolean): [string, string][] => [
  ...(say.more ?? []),
  ["Access-Time", "1795562802"],
  ["X-Powered-By", "PrestaShop Webservice"],
  ["PSWS-Version", say.version],
  ["Execution-Time", "0.036"],
  ...(isError ? [] : ([["Content-Sha1", createHash("sha1").update(body).digest("hex")]] satisfies [string, string][])),
  ["Content-Type", json ? "application/json" : "text/xml;charset=utf-8"],
];

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n';

export const answerXmlOrJson = (say: Say, status: number, xml: string, json: unknown): FakeAnswer => {
  const isJson = wantsJson(say.request);
  const body = isJson ? JSON.stringify(json) : `${HEAD}${xml}</prestashop>\n`;
  return { status, headers: headersFor(say, body, isJson, false), body };
};

export interface PrestaError {
  code: number;
  message: string;
}

export function answerErrors(say: Say, status: number, errors: readonly PrestaError[]): FakeAnswer {
  const isJson = wantsJson(say.request);
  const rows = errors
    .map(({ code, message }) => `<error>\n<code><![CDATA[${code}]]></code>\n<message><![CDATA[${message}]]></message>\n</error>\n`)
    .join("");
  const body = isJson ? JSON.stringify({ errors }) : `${HEAD}<errors>\n${rows}</errors>\n</prestashop>\n`;
  return { status, headers: headersFor(say, body, isJson, true), body };
}

/** An empty body, as for a missing record. */
export const answerEmpty = (say: Say, status: number): FakeAnswer => ({
  status,
  headers: headersFor(say, "", false, true).filter(([name]) => name !== "Content-Type"),
  body: "",
});

/** PHP that stops in the middle, as after a plugin's error: without the webservice's headers, which are sent with the body. */
export const answerStopped = (): FakeAnswer => ({
  status: 500,
  headers: [
    ["Vary", "Authorization"],
    ["Content-Type", "text/html; charset=utf-8"],
  ],
  body: "",
});
