import { afterEach, describe, expect, test } from "vitest";
import { lookUpThrough, MAX_LOOKUPS_OF_MERCHANT, parseHosts } from "@/lib/connectors/net/look-up";
import { PUBLIC_ONLY } from "@/lib/connectors/net/policy";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { serveMerchant } from "@/lib/infra/served-merchant";
import { type NameAnswer, type NameServer, startNameServer } from "@/lib/testing/start-name-server";

const SHOP = "93.184.215.14";
const SHOP_IPV6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";

const open: NameServer[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

/** Resolves through a name server that answers like this; names that begin with "silent" are never answered. */
async function startNames(answers: (name: string, family: "A" | "AAAA") => NameAnswer = () => ({ addresses: [SHOP] })) {
  const server = await startNameServer((name, family) => (name.startsWith("silent") ? "silent" : answers(name, family)));
  open.push(server);
  const lookup = lookUpThrough([server.address]);
  const resolve = (host: string, timeoutMs = 60_000) => resolveTarget(host, 443, PUBLIC_ONLY, { lookup, timeoutMs });
  return { server, resolve };
}

const addressesOf = (found: Awaited<ReturnType<typeof resolveTarget>>) =>
  found.ok ? found.value.addresses.map(({ address }) => address).toSorted() : found.reason;

describe("look-ups of silent names", () => {
  test("do not delay a healthy name, of the same merchant or another", async () => {
    const { server, resolve } = await startNames();
    let areSilent = true;
    const silent = Array.from({ length: 24 }, (_, index) => serveMerchant("one", () => resolve(`silent-${index}.shop.example`, 8_000)));
    void Promise.race(silent).then(() => {
      areSilent = false;
    });
    await expect.poll(() => new Set(server.questions).size).toBe(48);
    for (const merchantId of ["one", "other"])
      expect(addressesOf(await serveMerchant(merchantId, () => resolve("shop.example")))).toEqual([SHOP]);
    expect(areSilent).toBe(true);
    for (const found of await Promise.all(silent)) expect(found).toMatchObject({ ok: false, reason: { code: "dns_timed_out" } });
  });

  test("of one merchant are limited, and keep no other merchant waiting", async () => {
    const { server, resolve } = await startNames();
    const many = Array.from({ length: MAX_LOOKUPS_OF_MERCHANT + 8 }, (_, index) =>
      serveMerchant("one", () => resolve(`silent-${index}.shop.example`, 5_000)),
    );
    const asked = () => new Set(server.questions.filter((question) => question.startsWith("silent"))).size;
    await expect.poll(asked).toBe(2 * MAX_LOOKUPS_OF_MERCHANT);
    expect(addressesOf(await serveMerchant("other", () => resolve("shop.example")))).toEqual([SHOP]);
    expect(asked()).toBe(2 * MAX_LOOKUPS_OF_MERCHANT);
    await Promise.all(many);
    expect(addressesOf(await serveMerchant("one", () => resolve("shop.example")))).toEqual([SHOP]);
  });
});

describe("names", () => {
  test("both families are asked at once, and an alias is followed", async () => {
    const { server, resolve } = await startNames(() => ({ alias: "edge.cdn.example", addresses: [SHOP, SHOP_IPV6] }));
    expect(addressesOf(await resolve("shop.example"))).toEqual([SHOP_IPV6, SHOP].toSorted());
    expect(server.questions.toSorted()).toEqual(["shop.example A", "shop.example AAAA"]);
  });

  test("a name server that never answers for IPv6 does not hide the IPv4 address", async () => {
    const { resolve } = await startNames((_, family) => (family === "AAAA" ? "silent" : { addresses: [SHOP] }));
    expect(addressesOf(await resolve("shop.example"))).toEqual([SHOP]);
  });

  test.each([
    ["a denied name does not exist", "unknown", "unknown", "dns_not_found"],
    ["a name without addresses does not exist for us", { addresses: [] }, { addresses: [] }, "dns_not_found"],
    ["a broken answer is a failure", "broken", "broken", "dns_failure"],
    ["a name is not missing while half of the answer is", "unknown", "broken", "dns_failure"],
  ] as const)("%s", async (_, v4, v6, code) => {
    const { resolve } = await startNames((_name, family) => (family === "A" ? v4 : v6));
    expect(await resolve("shop.example")).toMatchObject({ ok: false, reason: { code } });
  });

  test("names of one label are refused without asking for them", async () => {
    const { server, resolve } = await startNames();
    for (const host of ["postgres", "kubernetes", "metadata", "com"])
      expect(await resolve(host)).toMatchObject({ ok: false, reason: { code: "dns_not_found" } });
    expect(server.questions).toEqual([]);
  });

  test("names below localhost stay on the machine and are refused", async () => {
    const { server, resolve } = await startNames();
    for (const host of ["localhost", "shop.localhost"])
      expect(await resolve(host)).toMatchObject({ ok: false, reason: { code: "target_not_allowed" } });
    expect(server.questions).toEqual([]);
  });
});

test("a hosts file gives names addresses, as the system reads it", () => {
  const hosts = parseHosts(
    "127.0.0.1\tlocalhost\n::1 localhost ip6-localhost # loopback\n#10.0.0.9 no.example\n10.0.0.5  Shop.Internal shop\nnonsense a.example\n",
  );
  expect(Object.fromEntries(hosts)).toEqual({
    localhost: ["127.0.0.1", "::1"],
    "ip6-localhost": ["::1"],
    "shop.internal": ["10.0.0.5"],
    shop: ["10.0.0.5"],
  });
});
