import { expect, test } from "vitest";
import { mayContact } from "@/lib/integrations/connect/ask-shop";

test("an internationalized host is reported in Unicode, an IP address unchanged", async () => {
  // Names under .invalid never resolve (RFC 6761), and addresses of this machine are not contacted.
  expect(await mayContact("https://xn--tglich-bua.invalid")).toMatchObject({ ok: false, reason: { host: "täglich.invalid" } });
  expect(await mayContact("https://shop.invalid:8443/store")).toMatchObject({ ok: false, reason: { host: "shop.invalid" } });
  for (const host of ["127.0.0.1", "::1"])
    expect(await mayContact(`https://${host.includes(":") ? `[${host}]` : host}`)).toMatchObject({ ok: false, reason: { host } });
});
