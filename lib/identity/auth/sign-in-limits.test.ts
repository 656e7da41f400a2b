import { expect, test } from "vitest";
import { clientNetwork, clientSite } from "@/lib/identity/auth/sign-in-limits";

test("an IPv6 client is identified by its /64 and an IPv4 client by its address, in any notation", () => {
  expect(clientNetwork("2001:db8:1:2:3:4:5:6")).toBe(clientNetwork("2001:0db8:0001:0002::1"));
  expect(clientNetwork("2001:db8:1:2::1")).not.toBe(clientNetwork("2001:db8:1:3::1"));
  expect(clientNetwork("::ffff:192.0.2.1")).toBe(clientNetwork("192.0.2.1"));
  expect(clientNetwork("192.0.2.1")).not.toBe(clientNetwork("192.0.2.2"));
  expect(clientNetwork("unknown")).toBe("unknown");
});

test("all client networks of an IPv6 /48 are one site; an IPv4 address has none", () => {
  expect(clientSite("2001:db8:1:2::1")).toBe(clientSite("2001:0db8:0001:ffff::9"));
  expect(clientSite("2001:db8:1:2::1")).not.toBe(clientSite("2001:db8:2:2::1"));
  for (const none of ["192.0.2.1", "::ffff:192.0.2.1", "unknown"]) expect(clientSite(none)).toBeNull();
});
