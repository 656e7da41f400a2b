import { expect, test } from "vitest";
import { isFromCache } from "@/lib/connectors/http/cached-answers";

test.each<[Record<string, string>, boolean]>([
  [{ age: "12" }, true],
  [{ age: "0" }, false],
  [{ "x-litespeed-cache": "hit,private" }, true],
  [{ "x-litespeed-cache": "miss" }, false],
  [{ "x-proxy-cache": "HIT" }, true],
  [{ "x-fastcgi-cache": "HIT" }, true],
  [{ "x-fastcgi-cache": "BYPASS" }, false],
  [{ "cf-cache-status": "DYNAMIC" }, false],
  [{}, false],
])("a response with %j came from a cache: %s", (headers, kept) => {
  expect(isFromCache({ headers })).toBe(kept);
});
