import { expect, test } from "vitest";
import { mayContact } from "@/lib/integrations/ask-shop";

test("a name with letters of its own is reported as people write it, and an address as it is", async () => {
  // Nothing answers below .invalid (RFC 6761), and addresses of this machine are not contacted.
  expect(await mayContact("https://xn--tglich-bua.invalid")).toMatchObject({ ok: false, reason: { host: "täglich.invalid" } });
  expect(await mayContact("https://shop.invalid:8443/store")).toMatchObject({ ok: false, reason: { host: "shop.invalid" } });
  for (const host of ["127.0.0.1", "::1"])
    expect(await mayContact(`https://${host.includes(":") ? `[${host}]` : host}`)).toMatchObject({ ok: false, reason: { host } });
});
