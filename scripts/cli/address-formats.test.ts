import { expect, test } from "vitest";
import { ADDRESS_FORMATS, writeAddresses } from "@/scripts/cli/address-formats";

test("addresses are written as each server reads them", () => {
  const addresses = ["203.0.113.5", "2001:db8::7"];
  const written = Object.fromEntries(ADDRESS_FORMATS.map((format) => [format, writeAddresses(format, addresses)]));
  expect(written).toEqual({
    txt: ["203.0.113.5", "2001:db8::7"],
    nginx: ["allow 203.0.113.5;", "allow 2001:db8::7;"],
    apache: ["Require ip 203.0.113.5", "Require ip 2001:db8::7"],
    cloudflare: ["(ip.src in {203.0.113.5 2001:db8::7})"],
  });
});

test("nothing but an address gets into a server's configuration", () => {
  for (const text of ["", "all", "203.0.113.5; allow all", "1.2.3.4\ninclude x", "::1 }"])
    expect(() => writeAddresses("nginx", [text])).toThrow();
});
