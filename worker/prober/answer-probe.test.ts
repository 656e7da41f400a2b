import { once } from "node:events";
import https from "node:https";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { expect, test } from "vitest";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { answerProbe } from "@/worker/prober/answer-probe";

const settings = {
  egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: null },
  policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
};
const ask = (parameters: Record<string, string>) => answerProbe(new URLSearchParams(parameters).toString(), settings, 10_000);

test("an https response reports its TLS version and the earliest certificate expiry, an http response neither", async () => {
  const authority = await makeCertificateAuthority({ name: "Prober" });
  const { key, cert } = await authority.issue(["127.0.0.1"], { validDays: 20 });
  const before = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...before, authority.rootPem]);
  const server = https.createServer({ key, cert }, (_request, response) => response.end("Hello"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const shop = await startFakeShop({ shopSystem: "woocommerce" });
  try {
    const { text } = await ask({ target: `https://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    expect(text).toContain('\nprobe_tls_version_info{version="TLS 1.3"} 1\n');
    const ends = Number(/^probe_ssl_earliest_cert_expiry (\d+)$/m.exec(text)?.[1]);
    const daysLeft = (ends - Date.now() / 1000) / 86_400;
    expect(daysLeft).toBeGreaterThan(15);
    expect(daysLeft).toBeLessThan(25);
    expect(text).toContain("\nprobe_success 1\n");
    const plain = await ask({ target: shop.url });
    expect(plain.text).not.toMatch(/probe_ssl_earliest|probe_tls_version/);
  } finally {
    tls.setDefaultCACertificates(before);
    server.closeAllConnections();
    server.close();
    await shop.close();
  }
});

test("a shop without a scheme is probed over http, like other targets", async () => {
  const shop = await startFakeShop({ shopSystem: "woocommerce" });
  try {
    const { status, text } = await ask({ module: "shop", shopSystem: "woocommerce", target: shop.url.replace("http://", "") });
    expect(status).toBe(200);
    expect(text).toContain('probe_shop_verdict{verdict="healthy"} 1');
  } finally {
    await shop.close();
  }
});

test("an invalid request is refused with a message", async () => {
  expect(await ask({ module: "shop", target: "shop.example", shopSystem: "woo" })).toEqual({
    status: 400,
    text: "Unknown shop system: it must be one of woocommerce, magento, prestashop, shopify\n",
  });
  expect(await ask({ module: "icmp", target: "shop.example" })).toMatchObject({ status: 400 });
  expect(await ask({ module: "shop" })).toMatchObject({ status: 400 });
});
