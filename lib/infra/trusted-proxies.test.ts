import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { clientAddress, dropForgedHeaders, isTrustedProxy, type Network, parseNetwork } from "@/lib/infra/trusted-proxies";

const networks = (...texts: string[]): Network[] => texts.map((text) => parseNetwork(text) as Network);

test("parses networks and single addresses of both families, and rejects anything else", () => {
  for (const text of ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"]) expect(parseNetwork(text), text).not.toBeNull();
  for (const text of ["10.0.0.0/33", "proxy.example", "10.0.0", "*", ""]) expect(parseNetwork(text), text).toBeNull();
});

test.each([
  ["10.1.2.3", true],
  ["::ffff:10.1.2.3", true],
  ["11.0.0.1", false],
  ["2001:db8::5", true],
  ["2001:db9::5", false],
  ["unknown", false],
  [undefined, false],
])("whether %s is a trusted proxy: %s", (address, expected) =>
  expect(isTrustedProxy(address, networks("10.0.0.0/8", "2001:db8::/32"))).toBe(expected),
);

test("keeps forwarded headers of a trusted proxy and drops all others", () => {
  const ask = (remoteAddress: string): IncomingHttpHeaders => {
    const headers: IncomingHttpHeaders = {
      host: "mooring.example",
      forwarded: "for=203.0.113.9",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    };
    dropForgedHeaders({ headers, socket: { remoteAddress } as Socket }, networks("10.0.0.0/8"));
    return headers;
  };
  expect(ask("203.0.113.9")).toEqual({ host: "mooring.example" });
  expect(ask("10.0.0.2")).toMatchObject({ "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" });
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  // A client can forge all entries before the one added by the outermost trusted proxy.
  ["198.51.100.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"],
  ["10.0.0.9, 10.0.0.3", "10.0.0.9"],
  ["", null],
  [null, null],
])("the client behind X-Forwarded-For %s is %s", (header, expected) =>
  expect(clientAddress(header, networks("10.0.0.0/8"))).toBe(expected),
);
