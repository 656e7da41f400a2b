import fc from "fast-check";
import { expect, it } from "vitest";
import { KnownBodies } from "@/lib/connectors/net/known-bodies";
import type { HttpAnswer } from "@/lib/connectors/net/request";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";

const answerOf = (body: Uint8Array, type: string, status: number): HttpAnswer => ({
  version: "1.1",
  status,
  headers: [
    ["content-type", type],
    ["x-status", String(status)],
  ],
  rawBody: Buffer.from(body),
  bodyState: "complete",
});

it("an answer is seen the same whether its body came before or not, whatever came before", () => {
  const body = fc.constantFrom("", "[]", '{"a":1}', '{"a":2}', "<b>Notice</b>: x\n{}", "{").map((text) => new TextEncoder().encode(text));
  const answers = fc.array(
    fc.record({ body, type: fc.constantFrom("application/json", "text/html"), status: fc.constantFrom(200, 401, 503) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(answers, (all) => {
      const bodies = new KnownBodies();
      for (const { body: bytes, type, status } of all) {
        const answer = answerOf(bytes, type, status);
        const fresh = seeAnswer(answer, answer.rawBody, "complete");
        const known = bodies.find(answer);
        if (known) expect({ ...known, status, headers: answer.headers }).toEqual(fresh);
        else bodies.remember(answer, fresh);
      }
    }),
  );
});

it("a body that was cut is not taken for a whole one", () => {
  const bodies = new KnownBodies();
  const whole = answerOf(new TextEncoder().encode("[]"), "application/json", 200);
  bodies.remember(whole, seeAnswer(whole, whole.rawBody, "complete"));
  expect(bodies.find({ ...whole, bodyState: "unfinished" })).toBeNull();
  expect(bodies.find({ ...whole, rawBody: Buffer.from("[]") })?.json).toEqual([]);
});

it("a large body is known again, and not taken for one of its length that differs in its last byte", () => {
  for (const fill of ["x".repeat(240_000), JSON.stringify(Array.from({ length: 3_000 }, (_, index) => `item ${index}`))]) {
    const bodies = new KnownBodies();
    const whole = answerOf(new TextEncoder().encode(fill), "application/json", 200);
    bodies.remember(whole, seeAnswer(whole, whole.rawBody, "complete"));
    const other = Buffer.from(whole.rawBody);
    other[other.length - 1] = 33;
    expect(bodies.find({ ...whole, rawBody: Buffer.from(whole.rawBody) })).not.toBeNull();
    expect(bodies.find({ ...whole, rawBody: other })).toBeNull();
  }
});

it("bytes that are no text are not taken for others that are read alike", () => {
  const bodies = new KnownBodies();
  const sign = answerOf(new TextEncoder().encode("\uFFFD"), "text/plain", 200);
  bodies.remember(sign, seeAnswer(sign, sign.rawBody, "complete"));
  expect(sign.rawBody.length).toBe(3);
  expect(bodies.find({ ...sign, rawBody: Buffer.from([0xf0, 0x9f, 0x98]) })).toBeNull();
});
