import { expect, test } from "vitest";
import { isSameOrigin } from "@/lib/identity/auth/origin";

const request = (headers: Record<string, string>) => (name: string) => headers[name] ?? null;

test("only same-origin requests may change data", () => {
  expect(isSameOrigin(request({ host: "a.example", origin: "https://a.example" }))).toBe(true);
  expect(isSameOrigin(request({ host: "inner:3000", "x-forwarded-host": "a.example", origin: "https://a.example" }))).toBe(true);
  expect(isSameOrigin(request({ host: "a.example", "sec-fetch-site": "same-origin" }))).toBe(true);
  for (const headers of [
    { host: "a.example", origin: "https://b.example" },
    { host: "a.example", origin: "https://a.example:8443" },
    { host: "a.example", origin: "null" },
    { host: "a.example", origin: "https://a.example", "sec-fetch-site": "cross-site" },
    { host: "a.example", origin: "https://a.example", "sec-fetch-site": "same-site" },
    { host: "a.example" },
    { origin: "https://a.example" },
  ])
    expect(isSameOrigin(request(headers as Record<string, string>)), JSON.stringify(headers)).toBe(false);
});
