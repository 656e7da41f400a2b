import { once } from "node:events";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { readCertificates } from "@/lib/connectors/net/read-certificates";
import { secureContext } from "@/lib/connectors/net/tls";
import { type CertificateFault, makeCertificateAuthority } from "@/lib/testing/certificates";

const authority = await makeCertificateAuthority({ name: "Shown" });
secureContext().context.addCACert(authority.rootPem);
const servers: tls.Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };

async function serve(fault: CertificateFault): Promise<string> {
  const server = tls.createServer(await authority.issue(["127.0.0.1"], { fault })).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("the certificates of a server", () => {
  it("are read from the leaf upwards, with names, validity and fingerprint", async () => {
    const seen = await readCertificates({ url: await serve("none"), policy, from: null });
    expect(seen).toMatchObject({ to: "127.0.0.1", trusted: true, problem: null, protocol: "TLSv1.3" });
    expect(seen?.chain[0]?.names).toEqual(["127.0.0.1"]);
    expect(seen?.chain[0]?.fingerprintSha256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(Date.parse(seen?.chain[0]?.validTo ?? "")).toBeGreaterThan(Date.now());
    expect(seen?.chain.length).toBeGreaterThan(1);
    expect(seen?.chain[0]?.issuer).toBe(seen?.chain[1]?.subject);
  });

  it("are read even if untrusted, with the reason", async () => {
    const seen = await readCertificates({ url: await serve("expired"), policy, from: null });
    expect(seen).toMatchObject({ trusted: false, problem: "CERT_HAS_EXPIRED" });
    expect(Date.parse(seen?.chain[0]?.validTo ?? "")).toBeLessThan(Date.now());
  });

  it("are absent over plain http, behind a forbidden address, and without a TLS handshake", async () => {
    const url = await serve("none");
    expect(await readCertificates({ url: url.replace("https", "http"), policy, from: null })).toBeNull();
    expect(await readCertificates({ url, policy: { allowNetworks: [], allowTargets: [] }, from: null })).toBeNull();
    expect(await readCertificates({ url: "https://127.0.0.1:9", policy, from: null })).toBeNull();
  });
});
