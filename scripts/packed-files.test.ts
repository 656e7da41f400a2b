import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPackedFiles, packFiles } from "@/scripts/packed-files.mjs";

const SCRIPT = "export const words = ['a', 'b'];\n".repeat(200);
let folder = "";

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-packed-"));
  fs.mkdirSync(path.join(folder, "chunks"));
  fs.writeFileSync(path.join(folder, "chunks/one.js"), SCRIPT);
  fs.writeFileSync(path.join(folder, "short.js"), "1");
  fs.writeFileSync(path.join(folder, "font.woff2"), Buffer.alloc(5_000));
  await packFiles(folder);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function ask(url: string, accepted?: string) {
  const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
  const request = Object.assign(Object.create(http.IncomingMessage.prototype), { url, headers }) as http.IncomingMessage;
  const response = new http.ServerResponse(request);
  const isLed = createPackedFiles(folder, "/files/")(request, response);
  return { isLed, url: request.url, headers: { ...response.getHeaders() } };
}

test("a text is packed by Brotli and gzip, and unpacks to what it was", () => {
  const read = (name: string) => fs.readFileSync(path.join(folder, name));
  expect(zlib.brotliDecompressSync(read("chunks/one.js.br")).toString()).toBe(SCRIPT);
  expect(zlib.gunzipSync(read("chunks/one.js.gz")).toString()).toBe(SCRIPT);
  expect(fs.readdirSync(folder).sort()).toEqual(["chunks", "font.woff2", "short.js"]);
});

test("a browser is led to the best that it takes, with type and encoding, and caches are told that others get another", () => {
  expect(ask("/files/chunks/one.js?v=1", "gzip, deflate, br, zstd")).toEqual({
    isLed: true,
    url: "/files/chunks/one.js.br?v=1",
    headers: { vary: "Accept-Encoding", "content-type": "text/javascript; charset=UTF-8", "content-encoding": "br" },
  });
  expect(ask("/files/chunks/one.js", "gzip, br;q=0").url).toBe("/files/chunks/one.js.gz");
});

test("who takes none gets the file itself", () => {
  for (const accepted of [undefined, "identity", "br;q=0"])
    expect(ask("/files/chunks/one.js", accepted)).toEqual({
      isLed: false,
      url: "/files/chunks/one.js",
      headers: { vary: "Accept-Encoding" },
    });
});

test("what was not packed, and what is elsewhere, is left alone", () => {
  for (const url of [
    "/files/short.js",
    "/files/font.woff2",
    "/files/gone.js",
    "/files/../chunks/one.js",
    "/chunks/one.js",
    "/files/chunks/one.js.br",
  ])
    expect(ask(url, "br")).toEqual({ isLed: false, url, headers: {} });
});
