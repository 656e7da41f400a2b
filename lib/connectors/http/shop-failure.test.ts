import { describe, expect, test } from "vitest";
import { failureOfAnswer, failureOfNet, readRetryAfter } from "@/lib/connectors/http/shop-failure";
import { failureOfConnect, netFailure } from "@/lib/connectors/net/failures";
import { failureOfHandshake } from "@/lib/connectors/net/tls";
import type { ShopAnswer } from "@/lib/connectors/shop";

const answer = (status: number, body = "", headers: Record<string, string> = {}): ShopAnswer => ({
  origin: "https://shop.example",
  status,
  body,
  headers,
  clockSkewMs: null,
});
const html = { "content-type": "text/html" };

test.each<[string, ShopAnswer, string]>([
  ["429", answer(429), "rate_limited"],
  ["a challenge that comes as 429", answer(429, "", { "cf-mitigated": "challenge" }), "blocked"],
  ["a challenge that comes as 200", answer(200, "<html><meta url=/.well-known/sgcaptcha/>", html), "blocked"],
  ["Imunify360 with 200 and JSON", answer(200, '{"message":"Access denied by Imunify360 bot-protection."}'), "blocked"],
  ["503 with Retry-After", answer(503, "", { "retry-after": "600" }), "maintenance"],
  [
    "Magento's maintenance, without Retry-After",
    answer(503, "<title>Error 503: Service Unavailable</title>due to maintenance downtime or capacity problems", html),
    "maintenance",
  ],
  ["maintenance in Italian", answer(503, "<title>Sito in manutenzione</title>", html), "maintenance"],
  ["maintenance in Spanish with 200", answer(200, "<html><title>Sitio en mantenimiento</title>", html), "maintenance"],
  [
    "503 of Apache, whose shop is gone",
    answer(503, "<title>503 Service Unavailable</title>due to maintenance downtime or capacity\nproblems", html),
    "server_error",
  ],
  ["503 of a web server", answer(503, "Service Temporarily Unavailable", html), "server_error"],
  ["500", answer(500), "server_error"],
  ["501 of ModSecurity", answer(501, "Method Not Implemented", html), "blocked"],
  ["403 of Apache", answer(403, "Forbidden", html), "blocked"],
  ["a password prompt", answer(401, "", { "www-authenticate": 'Basic realm="Restricted"' }), "blocked"],
  ["404 of Apache", answer(404, "Not Found", html), "api_not_found"],
  ["a redirect", answer(302), "redirected"],
  ["a page instead of JSON", answer(200, "<html>Welcome", html), "invalid_response"],
])("%s is classified by who answered", (_name, given, code) => {
  expect(failureOfAnswer(given).code).toBe(code);
});

test("the detail never contains the shop's markup", () => {
  const { detail } = failureOfAnswer(answer(403, "<script>alert(1)</script>", { "content-type": 'text/html"><script>' }));
  expect(detail).not.toMatch(/[<>"]/);
});

describe("Retry-After", () => {
  const now = new Date("2026-11-25T12:00:00Z");

  test("is read in seconds, and as a date by the shop's own clock", () => {
    expect(readRetryAfter(answer(503, "", { "retry-after": "120" }), now)).toBe(120);
    const date = { "retry-after": "Wed, 25 Nov 2026 15:01:00 GMT", date: "Wed, 25 Nov 2026 15:00:00 GMT" };
    expect(readRetryAfter(answer(503, "", date), now)).toBe(60);
    expect(readRetryAfter(answer(503, "", { "retry-after": "Wed, 25 Nov 2026 12:00:30 GMT" }), now)).toBe(30);
  });

  test("is zero for a date in the past, and ignored if invalid", () => {
    expect(readRetryAfter(answer(503, "", { "retry-after": "Wed, 25 Nov 2026 11:00:00 GMT" }), now)).toBe(0);
    for (const text of ["soon", "-5", "", "1e9", "9".repeat(30)])
      expect(readRetryAfter(answer(503, "", { "retry-after": text }), now)).toBeNull();
  });
});

test.each([
  [
    failureOfConnect(Object.assign(new Error("secret address"), { code: "ECONNREFUSED" }), false),
    "connection_refused",
    "connection_refused ECONNREFUSED",
  ],
  [failureOfConnect(new Error("secret address"), false), "connection_reset", "connection_reset"],
  [
    failureOfHandshake(Object.assign(new Error("secret address"), { code: "ECONNRESET" })),
    "connection_reset",
    "connection_reset ECONNRESET",
  ],
  [netFailure("tls_expired", "tls", { error: "CERT_HAS_EXPIRED", subject: "shop.example" }), "tls_failed", "tls_expired CERT_HAS_EXPIRED"],
  [netFailure("tls_timed_out", "tls"), "connection_timed_out", "tls_timed_out"],
  [netFailure("malformed_answer", "answer"), "invalid_response", "malformed_answer"],
])("%o is reported by codes only", (failure, code, detail) => {
  expect(failureOfNet(failure)).toEqual({ code, detail, status: null, retryAfterSeconds: null });
});

test("a reset right after connecting is the same failure whether it is seen before or after the request is written", () => {
  const reset = Object.assign(new Error("reset"), { code: "ECONNRESET" });
  expect(failureOfConnect(reset, false)).toEqual(netFailure("answer_reset", "answer", { error: "ECONNRESET" }));
  expect(failureOfConnect(reset, true)).toEqual(failureOfHandshake(reset));
});
