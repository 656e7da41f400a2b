import { expect, test } from "vitest";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";

const see = (text: string) =>
  seeAnswer({ version: "1.1", status: 200, headers: [["content-type", "application/json"]] }, Buffer.from(text), "complete");

test.each(["[", '{"a":'])("a value nested 100,000 deep with %s is unreadable, or read, and ends nothing", (opening) => {
  const closing = opening === "[" ? "]" : "}";
  const depth = 100_000;
  for (const text of [opening.repeat(depth), `${opening.repeat(depth)}1${closing.repeat(depth)}`]) expect(() => see(text)).not.toThrow();
});

test("keys that name prototypes stay data", () => {
  const { json } = see('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}');
  expect(Object.keys(json as object)).toEqual(["__proto__", "constructor"]);
  expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)["isAdmin"]).toBeUndefined();
});

test("types that name classes, functions or dates are plain values", () => {
  const text =
    '{"@class":"java.lang.Runtime","$type":"System.Diagnostics.Process","rce":"_$$ND_FUNC$$_function(){throw 1}()","at":"2026-12-01"}';
  expect(see(text).json).toEqual(JSON.parse(text));
});
