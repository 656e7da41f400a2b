import { afterEach, expect, test, vi } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import { answerNames } from "@/lib/testing/answer-names";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startFront } from "@/lib/testing/start-front";

const open: FakeShop[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((shop) => shop.close()));
});

async function startShop(host: string, port: number, behaviour: Behaviour): Promise<FakeShop> {
  const shop = await startFakeShop({ shopSystem: "woocommerce", host, port, orders: [], credentials: [], behaviour });
  open.push(shop);
  return shop;
}

/** A name with an IPv4 and an IPv6 address, as most shops have; not every machine can define such a name. */
function answerWithBoth(): void {
  answerNames(() => ["127.0.0.1", "::1"]);
}

const check = (url: string): Promise<CheckResult> =>
  runCheck({
    url,
    shopSystem: "woocommerce",
    egress: { addresses: ["127.0.0.2", "::1"], control: "127.0.0.4" },
    policy: { allowNetworks: ["127.0.0.0/8", "::1/128"], allowTargets: [] },
  });

const summarize = ({ verdict, causes }: CheckResult) => ({
  verdict,
  causes: causes.map(({ code, addresses, certainty }) => ({ code, addresses, certainty })),
});

test("a dual-stack shop that refuses only our IPv6 address is distinguished from one that refuses us", async () => {
  const { port } = await startShop("127.0.0.1", 0, {});
  await startShop("::1", port, { refusedAddresses: [{ address: "::1", how: "forbidden" }] });
  answerWithBoth();
  expect(summarize(await check(`http://shop.example:${port}`))).toEqual({
    verdict: "blocked",
    causes: [{ code: "ip_blocked", addresses: ["::1"], certainty: "proven" }],
  });
});

test("a shop without IPv6 is not judged by our IPv6 address", async () => {
  const { port } = await startShop("127.0.0.1", 0, {});
  expect(summarize(await check(`http://127.0.0.1:${port}`))).toEqual({ verdict: "healthy", causes: [] });
});

test("a dual-stack shop is probed over both families", async () => {
  const { port } = await startShop("127.0.0.1", 0, {});
  await startShop("::1", port, {});
  answerWithBoth();
  const result = await check(`http://shop.example:${port}`);
  expect(summarize(result)).toEqual({ verdict: "healthy", causes: [] });
  expect(new Set(result.probes.map((probe) => probe.to))).toEqual(new Set(["127.0.0.1", "::1"]));
});

test("an IPv6-only shop is reported as not probed, and not as refusing, if we have no IPv6 address", async () => {
  const { port } = await startShop("::1", 0, {});
  for (const shopSystem of ["woocommerce", undefined] as const) {
    const result = await runCheck({
      url: `http://[::1]:${port}`,
      shopSystem,
      egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" },
      policy: { allowNetworks: ["127.0.0.0/8", "::1/128"], allowTargets: [] },
    });
    expect(result).toMatchObject({ verdict: "unreachable", requests: 0, probes: [] });
    expect(result.causes).toMatchObject([
      { code: "dns_failure", reason: "no_common_family", certainty: "single_observation", details: { missing: "IPv4" } },
    ]);
  }
});

test("a redirect of the site to an IPv6-only name is reported the same way", async () => {
  const front = await startFront("http://127.0.0.1:9", (request, response) => {
    response.writeHead(301, { Location: `http://www.${request.headers.host}${request.url}` }).end();
    return true;
  });
  await startShop("::1", Number(new URL(front.url).port), {});
  answerNames((host) => [host.startsWith("www.") ? "::1" : "127.0.0.1"]);
  try {
    const result = await runCheck({
      url: front.url.replace("127.0.0.1", "shop.example"),
      shopSystem: "woocommerce",
      egress: { addresses: ["127.0.0.2"], control: null },
      policy: { allowNetworks: ["127.0.0.0/8", "::1/128"], allowTargets: [] },
    });
    expect(result.causes).toMatchObject([{ code: "dns_failure", reason: "no_common_family", details: { missing: "IPv4" } }]);
  } finally {
    await front.close();
  }
});
