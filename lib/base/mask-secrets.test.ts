import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MASK, maskFields } from "@/lib/base/mask-secrets";

describe("masking", () => {
  test.each(["credentials", "consumerSecret", "accessToken", "apiKey", "password", "webhook_secret", "tokenHash"])(
    "masks a field named %s",
    (name) => {
      fc.assert(fc.property(fc.string({ minLength: 1 }), (value) => maskFields({ [name]: value })[name] === MASK));
    },
  );

  test("masks a shop's key or a password in a URL anywhere in a text", () => {
    const masked = maskFields({ name: `My ck_${"a".repeat(40)}`, address: "https://ada:geheim@shop.example/x", note: "Bearer abc.def" });
    expect(masked).toEqual({ name: `My ${MASK}`, address: `https://${MASK}@shop.example/x`, note: MASK });
  });

  test("leaves everything else unchanged", () => {
    const fields = { name: "Bloemen", count: 3, mayAct: true, reason: null, address: "https://shop.example:8443/a" };
    expect(maskFields(fields)).toEqual(fields);
  });
});
