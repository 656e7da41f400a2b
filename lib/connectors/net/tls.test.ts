import { once } from "node:events";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_TIMEOUTS, openSocket } from "@/lib/connectors/net/connect";
import { secureContext } from "@/lib/connectors/net/tls";
import { makeCertificateAuthority } from "@/lib/testing/certificates";

const authority = await makeCertificateAuthority({ name: "Names" });
secureContext().context.addCACert(authority.rootPem);
const servers: tls.Server[] = [];

/** The result of a handshake for `askedFor` with a server whose certificate names `hosts`. */
async function shakeHands(
  hosts: readonly string[],
  askedFor: string,
  { fault = "none", ...options }: { fault?: "none" | "expired" } & tls.TlsOptions = {},
) {
  const server = tls.createServer({ ...(await authority.issue(hosts, { fault })), ...options }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const opened = await openSocket({
    host: askedFor,
    port,
    secure: true,
    addresses: [{ address: "127.0.0.1", family: 4 }],
    from: null,
    timeouts: DEFAULT_TIMEOUTS,
  });
  if (!opened.ok) return opened.reason.failure;
  const { socket } = opened.value;
  const seen = socket instanceof tls.TLSSocket ? { authorized: socket.authorized, isResumed: socket.isSessionReused() } : null;
  socket.destroy();
  return seen;
}

afterAll(() => {
  for (const server of servers) server.close();
});

describe("a certificate is trusted only for the names that it contains", () => {
  it.each([
    [["shop.example"], "shop.example"],
    [["other.example", "shop.example"], "shop.example"],
    [["*.example.com"], "shop.example.com"],
    [["127.0.0.1"], "127.0.0.1"],
    [["shop.example", "127.0.0.1"], "127.0.0.1"],
  ])("%j for %s", async (hosts, askedFor) => {
    expect(await shakeHands(hosts, askedFor)).toEqual({ authorized: true, isResumed: false });
  });

  it.each([
    [["shop.example"], "shop.example.org"],
    [["*.example.com"], "a.shop.example.com"],
    [["*.example.com"], "example.com"],
    [["127.0.0.1"], "127.0.0.2"],
    [["shop.example"], "127.0.0.1"],
  ])("%j not for %s, and the names are reported", async (hosts, askedFor) => {
    expect(await shakeHands(hosts, askedFor)).toMatchObject({ code: "tls_name_mismatch", details: { names: hosts.join(", ") } });
  });

  it("an expired one is rejected whatever its name, and its end is reported", async () => {
    const failure = await shakeHands(["shop.example"], "shop.example", { fault: "expired" });
    expect(failure).toMatchObject({ code: "tls_expired", details: { error: "CERT_HAS_EXPIRED" } });
    expect(failure).toHaveProperty("details.notAfter", expect.stringMatching(/^\d{4}-/));
  });
});

describe("versions of TLS", () => {
  it.each(["TLSv1.2", "TLSv1.3"] as const)("%s is spoken", async (version) => {
    expect(await shakeHands(["shop.example"], "shop.example", { minVersion: version, maxVersion: version })).toMatchObject({
      authorized: true,
    });
  });

  it.each(["TLSv1", "TLSv1.1"] as const)("%s is refused, and reported as a failure of the handshake", async (version) => {
    const old = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" } as const;
    expect(await shakeHands(["shop.example"], "shop.example", old)).toMatchObject({ code: expect.stringMatching(/^tls_/), phase: "tls" });
  });
});
