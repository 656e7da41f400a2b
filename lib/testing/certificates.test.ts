import { once } from "node:events";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { describe, expect, it } from "vitest";
import { CERTIFICATE_FAULTS, type CertificateFault, makeCertificateAuthority, type ServerCertificate } from "@/lib/testing/certificates";

/** Node's verdict on a server with this certificate: "trusted" or an error code. */
async function judge(certificate: ServerCertificate, rootPem: string, servername?: string): Promise<string> {
  const server = tls.createServer(certificate).listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = (server.address() as AddressInfo).port;
  try {
    return await new Promise<string>((resolve) => {
      const socket = tls.connect({ host: "127.0.0.1", port, ca: [rootPem], ...(servername ? { servername } : {}) }, () =>
        resolve("trusted"),
      );
      socket.on("error", (error) => resolve("code" in error ? String(error.code) : error.message));
      socket.on("close", () => resolve("closed"));
      socket.once("secureConnect", () => socket.destroy());
    });
  } finally {
    server.close();
  }
}

const expected: Record<CertificateFault, string> = {
  none: "trusted",
  expired: "CERT_HAS_EXPIRED",
  not_yet_valid: "CERT_NOT_YET_VALID",
  wrong_name: "ERR_TLS_CERT_ALTNAME_INVALID",
  self_signed: "DEPTH_ZERO_SELF_SIGNED_CERT",
  unknown_issuer: "SELF_SIGNED_CERT_IN_CHAIN",
  incomplete_chain: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
};

describe("certificates for tests", () => {
  it.each(CERTIFICATE_FAULTS)("a certificate with the fault %s fails TLS verification with exactly that fault", async (fault) => {
    const authority = await makeCertificateAuthority({ name: "Test" });
    expect(await judge(await authority.issue(["127.0.0.1"], { fault }), authority.rootPem)).toBe(expected[fault]);
  });

  it("a certificate for a name is trusted for that name", async () => {
    const authority = await makeCertificateAuthority({ name: "Test" });
    expect(await judge(await authority.issue(["shop.test", "127.0.0.1"]), authority.rootPem, "shop.test")).toBe("trusted");
  });

  it("a stored root still validates certificates issued after a restart", async () => {
    const first = await makeCertificateAuthority({ name: "Test" });
    const second = await makeCertificateAuthority({ name: "Test", keep: { root: first.rootPem, key: first.rootKeyPem } });
    expect(second.rootPem).toBe(first.rootPem);
    expect(await judge(await second.issue(["127.0.0.1"]), first.rootPem)).toBe("trusted");
  });
});
