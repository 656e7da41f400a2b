import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { classifyAddress } from "@/lib/connectors/net/address";
import { mayConnect, PUBLIC_ONLY } from "@/lib/connectors/net/policy";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";

test.each([
  ["8.8.8.8", "public"],
  ["2a00:1450:4001:80b::200e", "public"],
  ["0.0.0.0", "unspecified"],
  ["127.8.9.1", "loopback"],
  ["10.1.2.3", "private"],
  ["172.31.255.255", "private"],
  ["192.168.0.1", "private"],
  ["169.254.169.254", "link_local"],
  ["100.64.0.1", "carrier_grade_nat"],
  ["224.0.0.1", "multicast"],
  ["255.255.255.255", "broadcast"],
  ["192.0.2.1", "reserved"],
  ["198.18.0.1", "reserved"],
  ["240.0.0.1", "reserved"],
  // Metadata and platform services of clouds: Azure, IBM Cloud, Oracle, Alibaba, Google, AWS.
  ["168.63.129.16", "reserved"],
  ["161.26.0.10", "reserved"],
  ["166.11.255.255", "reserved"],
  ["192.0.0.192", "reserved"],
  ["100.100.100.200", "carrier_grade_nat"],
  ["fd20:ce::254", "private"],
  ["168.63.129.17", "public"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["fe80::1%eth0", "link_local"],
  ["fd00:ec2::254", "private"],
  ["fec0::1", "private"],
  ["ff02::1", "multicast"],
  ["::ffff:127.0.0.1", "embedded_ipv4"],
  ["::ffff:8.8.8.8", "embedded_ipv4"],
  ["::127.0.0.1", "embedded_ipv4"],
  ["64:ff9b::7f00:1", "embedded_ipv4"],
  ["64:ff9b:1::a00:1", "embedded_ipv4"],
  ["2002:7f00:1::", "embedded_ipv4"],
  ["2001:0:7f00:1::", "embedded_ipv4"],
  ["2001:db8::1", "reserved"],
  ["0177.0.0.1", "not_an_address"],
  ["0x7f.1", "not_an_address"],
  ["2130706433", "not_an_address"],
  ["shop.example", "not_an_address"],
])("%s is %s", (address, kind) => {
  expect(classifyAddress(address)).toBe(kind);
});

test("no address outside the public internet may be contacted, in any IPv4 or embedding IPv6 form", () => {
  const inside = fc.oneof(
    fc.tuple(fc.constantFrom(10, 127, 0), fc.nat(255), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.integer({ min: 224, max: 255 }), fc.nat(255), fc.nat(255), fc.nat(255)),
  );
  fc.assert(
    fc.property(inside, ([a, b, c, d]) => {
      const v4 = `${a}.${b}.${c}.${d}`;
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      for (const form of [v4, `::ffff:${v4}`, `::${v4}`, `64:ff9b::${hex}`, `2002:${hex}::1`, `2001:0:${hex}::1`]) {
        expect(mayConnect(form, 443, PUBLIC_ONLY).ok, form).toBe(false);
      }
    }),
  );
});

test("every public unicast IPv6 address that may be contacted lies in 2000::/3", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const address = ipaddr.fromByteArray([...bytes]).toString();
      if (mayConnect(address, 443, PUBLIC_ONLY).ok) expect((bytes[0] ?? 0) >> 5).toBe(1);
    }),
    { numRuns: 2_000 },
  );
});

describe("what the policy allows", () => {
  test("a network allows its addresses, except on database ports", () => {
    const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };
    expect(mayConnect("127.0.0.5", 8080, policy).ok).toBe(true);
    expect(mayConnect("127.0.0.5", 5432, policy).ok).toBe(false);
    expect(mayConnect("10.0.0.1", 8080, policy).ok).toBe(false);
    expect(mayConnect("::ffff:127.0.0.1", 8080, policy).ok).toBe(false);
  });
  test("a demo target allows only that address and port", () => {
    const policy = { allowNetworks: [], allowTargets: ["127.0.0.1:4600", "[::1]:4600"] };
    expect(mayConnect("127.0.0.1", 4600, policy).ok).toBe(true);
    expect(mayConnect("::1", 4600, policy).ok).toBe(true);
    expect(mayConnect("127.0.0.1", 4601, policy).ok).toBe(false);
    expect(mayConnect("127.0.0.2", 4600, policy).ok).toBe(false);
  });
});

describe("names", () => {
  const answering = (...addresses: string[]) => ({
    lookup: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  });
  test("a name that mixes private and public addresses is reduced to the public ones", async () => {
    const found = await resolveTarget("shop.example", 443, PUBLIC_ONLY, answering("127.0.0.1", "93.184.215.14", "::1"));
    expect(found).toMatchObject({ ok: true, value: { addresses: [{ address: "93.184.215.14", family: 4 }] } });
  });
  test("a name that resolves only to loopback is refused and not contacted", async () => {
    expect(await resolveTarget("shop.example", 443, PUBLIC_ONLY, answering("127.0.0.1"))).toMatchObject({
      ok: false,
      reason: { code: "target_not_allowed" },
    });
    expect(await resolveTarget("localhost", 443, PUBLIC_ONLY)).toMatchObject({ ok: false, reason: { code: "target_not_allowed" } });
  });
  test("a resolver that never answers times out", async () => {
    const found = await resolveTarget("shop.example", 443, PUBLIC_ONLY, { timeoutMs: 20, lookup: () => new Promise(() => {}) });
    expect(found).toMatchObject({ ok: false, reason: { code: "dns_timed_out" } });
  });
});

test.each([
  ["https://shop.example/", "https://shop.example"],
  ["HTTPS://Shop.Example:443/winkel//", "https://shop.example/winkel"],
  ["http://shop.example:8080/a?b#c", "http://shop.example:8080/a"],
  ["https://shop.example.", "https://shop.example"],
  ["https://käse.example", "https://xn--kse-qla.example"],
  ["https://[2A00::1]:8443/x", "https://[2a00::1]:8443/x"],
  // All of these are 127.0.0.1: the guard must judge the address that would be connected to.
  ["http://2130706433/", "http://127.0.0.1"],
  ["http://0x7f.1/", "http://127.0.0.1"],
  ["http://0177.0.0.1/", "http://127.0.0.1"],
  ["http://127.1/", "http://127.0.0.1"],
  ["http://１２７.0.0.1/", "http://127.0.0.1"],
])("%s is read as %s", (text, baseUrl) => {
  expect(parseTarget(text)).toMatchObject({ ok: true, value: { baseUrl } });
});

test.each([
  ["", "empty"],
  ["shop.example", "scheme_missing"],
  ["shop.example:8080/x", "scheme_missing"],
  ["ftp://shop.example", "scheme"],
  ["javascript:alert(1)", "scheme"],
  ["https://user:secret@shop.example", "credentials"],
  ["https://", "not_an_address"],
  ["https://a..b", "not_an_address"],
  ["https://shop .example", "not_an_address"],
  [`https://${"a".repeat(64)}.example`, "not_an_address"],
  [`https://${"a".repeat(300_000)}.example`, "too_long"],
  ["https://shop.example:5432", "port_not_allowed"],
  ["https://shop.example:22", "port_not_allowed"],
])("%.40s is refused as %s", (text, reason) => {
  expect(parseTarget(text)).toEqual({ ok: false, reason });
});
