import http from "node:http";
import { expect, test } from "vitest";
import { readablePath, setPageHeaders } from "@/scripts/page-headers.mjs";

const MERCHANT = "01930000-0000-7000-8000-000000000001";

function ask(url: string, headers: http.IncomingHttpHeaders = {}, method = "GET", secure = false) {
  const request = Object.assign(Object.create(http.IncomingMessage.prototype), {
    url,
    method,
    headers: { ...headers },
  }) as http.IncomingMessage;
  const response = new http.ServerResponse(request);
  setPageHeaders(request, response, { development: false, secure });
  return { asked: request.headers, answered: response.getHeaders() };
}

test("every page has a policy with a nonce of its own, and Next is told the same", () => {
  const [first, second] = [ask("/sign-in"), ask("/sign-in")];
  const nonce = String(first.asked["x-nonce"]);
  expect(Buffer.from(nonce, "base64")).toHaveLength(16);
  expect(first.answered["content-security-policy"]).toContain(`'nonce-${nonce}'`);
  expect(first.asked["content-security-policy"]).toBe(first.answered["content-security-policy"]);
  expect(second.asked["x-nonce"]).not.toBe(nonce);
});

test("what a browser sends under our names is overwritten or dropped", () => {
  const { asked } = ask("/orders?q=1", {
    "x-nonce": "mine",
    "content-security-policy": "script-src *",
    "x-mooring-path": "/elsewhere",
    "x-mooring-report-locale": "de",
  });
  expect(asked["x-nonce"]).not.toBe("mine");
  expect(asked["content-security-policy"]).not.toContain("script-src *");
  expect(asked["x-mooring-path"]).toBe("/orders?q=1");
  expect(asked["x-mooring-report-locale"]).toBeUndefined();
  expect(ask("/_next/static/x.js", { "x-mooring-report-locale": "de" }).asked["x-mooring-report-locale"]).toBeUndefined();
});

test.each([
  ["/m/x/orders?_rsc=1a2b", "/m/x/orders"],
  ["/m/x/orders?_rsc=1a2b&q=5", "/m/x/orders?q=5"],
  ["/m/x/orders?q=5&_rsc=1a2b", "/m/x/orders?q=5"],
  ["/m/x/orders?q=5&_rsc=1a2b&page=2", "/m/x/orders?q=5&page=2"],
  ["/m/x/orders?q=a_rsc", "/m/x/orders?q=a_rsc"],
])("the way back of %s is %s, without Next's mark", (url, path) => expect(ask(url).asked["x-mooring-path"]).toBe(path));

test("the merchant that was opened last is kept, once, and never with the answer to a press", () => {
  const opened = ask(`/m/${MERCHANT}/orders`);
  expect(opened.answered["set-cookie"]).toBe(`mooring-merchant=${MERCHANT}; Path=/; Max-Age=31536000; HttpOnly; SameSite=lax`);
  expect(ask(`/m/${MERCHANT}`, {}, "GET", true).answered["set-cookie"]).toMatch(/; Secure$/);
  expect(ask(`/m/${MERCHANT}?tab=1`).answered["set-cookie"]).toBeDefined();
  expect(ask(`/m/${MERCHANT}`, { cookie: `a=b; mooring-merchant=${MERCHANT}` }).answered["set-cookie"]).toBeUndefined();
  expect(ask(`/m/${MERCHANT}`, {}, "POST").answered["set-cookie"]).toBeUndefined();
  expect(ask("/m/not-an-id").answered["set-cookie"]).toBeUndefined();
});

test.each([
  ["/api/v1/%ff", "/api/v1/%25ff"],
  ["/m/%E0%A4%A/x?q=%ff", "/m/%25E0%25A4%25A/x?q=%ff"],
  ["/orders/Gr%C3%B6%C3%9Fe?q=%zz", "/orders/Gr%C3%B6%C3%9Fe?q=%zz"],
])("%s is read as %s", (address, path) => expect(readablePath(address)).toBe(path));
