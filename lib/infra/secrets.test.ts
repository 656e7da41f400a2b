import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test, vi } from "vitest";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;

/** A fresh copy of the module with these keys, since the environment is read once per process. */
async function withKeys(keys: string): Promise<typeof import("@/lib/infra/secrets")> {
  vi.resetModules();
  vi.stubEnv("CREDENTIALS_KEYS", keys);
  return import("@/lib/infra/secrets");
}

test("a sealed value opens to the same text, for any text and context", async () => {
  const { seal, unseal } = await withKeys(key("a"));
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (text, context) => {
      expect(unseal(seal(text, context), context)).toBe(text);
    }),
  );
});

test("a sealed value does not open in another row, or with any bit changed", async () => {
  const { seal, unseal } = await withKeys(key("a"));
  const sealed = seal("cs_secret", "integration:1");
  expect(() => unseal(sealed, "integration:2")).toThrow();
  fc.assert(
    fc.property(fc.nat({ max: sealed.bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (position, change) => {
      const bytes = new Uint8Array(sealed.bytes);
      bytes[position] = (bytes[position] ?? 0) ^ change;
      expect(() => unseal({ ...sealed, bytes }, "integration:1")).toThrow();
    }),
  );
});

test("sealed bytes do not contain the plain text, and two seals of one text differ", async () => {
  const { seal } = await withKeys(key("a"));
  const first = Buffer.from(seal("cs_secret", "x").bytes);
  expect(first.includes("cs_secret")).toBe(false);
  expect(first.equals(Buffer.from(seal("cs_secret", "x").bytes))).toBe(false);
});

test("after a rotation the new key seals and the old one still opens; the error names a missing key", async () => {
  const old = key("2025");
  const sealed = (await withKeys(old)).seal("cs_secret", "x");
  const rotated = await withKeys(`${key("2026")},${old}`);
  expect(rotated.unseal(sealed, "x")).toBe("cs_secret");
  expect(rotated.seal("cs_secret", "x").keyId).toBe("2026");
  const lost = await withKeys(key("2026"));
  expect(() => lost.unseal(sealed, "x")).toThrow(/2025/);
});
