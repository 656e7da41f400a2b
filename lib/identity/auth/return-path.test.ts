import fc from "fast-check";
import { expect, test } from "vitest";
import { safeReturnPath, signInPath } from "@/lib/identity/auth/return-path";

test("never leads to another site", () => {
  const odd = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc
      .constantFrom("//", "/\\", "/%2f", "/\t/", "\\\\", "///", "/..//", "/./")
      .chain((start) => fc.webUrl().map((url) => start + url.replace(/^https?:\/\//, ""))),
  );
  fc.assert(
    fc.property(odd, (raw) => {
      const path = safeReturnPath(raw);
      if (path === null) return;
      expect(new URL(path, "https://own.example/sign-in").origin).toBe("https://own.example");
    }),
  );
});

test("keeps pages with their query, and rejects routes that are not pages", () => {
  expect(safeReturnPath("/m/1/orders?q=a%20b")).toBe("/m/1/orders?q=a%20b");
  for (const raw of ["/sign-in", "/sign-in?from=/", "/api/events", "orders", "", null, 7, ["/a"]]) expect(safeReturnPath(raw)).toBeNull();
  expect(signInPath("/m/1?a=b")).toBe("/sign-in?from=%2Fm%2F1%3Fa%3Db");
  expect(signInPath("//evil.example")).toBe("/sign-in");
});
