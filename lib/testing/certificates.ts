import { DAY_MS } from "@/lib/base/units";
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

// Certificates for servers on loopback: a root that tests trust, and leaves that are valid or have one fault.

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const dayMs = DAY_MS;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const usages = x509.KeyUsageFlags;

/** The fault of a certificate; `none` is valid. `incomplete_chain` is signed by an intermediate that the server does not send. */
export const CERTIFICATE_FAULTS = [
  "none",
  "expired",
  "not_yet_valid",
  "wrong_name",
  "self_signed",
  "unknown_issuer",
  "incomplete_chain",
] as const;
export type CertificateFault = (typeof CERTIFICATE_FAULTS)[number];

/** PEM for a TLS server: `cert` is the leaf, followed by the issuers that the server sends. */
export interface ServerCertificate {
  key: string;
  cert: string;
}

export interface CertificateAuthority {
  /** The root in PEM, which clients must trust. */
  rootPem: string;
  /** The root's key in PEM (PKCS #8), so that an authority can be kept in a file. */
  rootKeyPem: string;
  /** The issuer of all valid leaves, in PEM: sent by the server unless the fault says otherwise. */
  intermediatePem: string;
  /** A certificate for these names or addresses. `at` is the instant around which it is valid (default: now). */
  issue(hosts: readonly string[], options?: { fault?: CertificateFault; at?: Date; validDays?: number }): Promise<ServerCertificate>;
}

interface Issuer {
  certificate: x509.X509Certificate;
  keys: CryptoKeyPair;
}

const makeKeys = async (): Promise<CryptoKeyPair> =>
  (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as unknown as CryptoKeyPair;

async function exportKey(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey("pkcs8", key as unknown as webcrypto.CryptoKey);
  return x509.PemConverter.encode(der, "PRIVATE KEY");
}

const randomSerial = (): string => `01${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString("hex")}`;

/** The certificate of an authority; self-signed without an issuer. */
async function makeIssuer(name: string, at: Date, issuer: Issuer | null): Promise<Issuer> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    notBefore: new Date(at.getTime() - dayMs),
    notAfter: new Date(at.getTime() + 3650 * dayMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, issuer ? 0 : 1, true),
      new x509.KeyUsagesExtension(usages.keyCertSign | usages.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer?.keys.publicKey ?? keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function makeLeaf(
  hosts: readonly string[],
  from: Date,
  to: Date,
  issuer: Issuer | null,
): Promise<{ key: string; certificate: x509.X509Certificate }> {
  const keys = await makeKeys();
  const subject = `CN=${hosts[0] ?? "localhost"}`;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: from,
    notAfter: to,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(usages.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        hosts.map((host) => ({ type: isIP(host) ? ("ip" as const) : ("dns" as const), value: host })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer?.keys.publicKey ?? keys.publicKey),
    ],
  });
  return { key: await exportKey(keys.privateKey), certificate };
}

async function importRoot(pem: { root: string; key: string }): Promise<Issuer> {
  const certificate = new x509.X509Certificate(pem.root);
  const der = x509.PemConverter.decodeFirst(pem.key);
  const privateKey = (await webcrypto.subtle.importKey("pkcs8", der, algorithm, true, ["sign"])) as unknown as CryptoKey;
  return { certificate, keys: { privateKey, publicKey: await certificate.publicKey.export(algorithm, ["verify"]) } };
}

/**
 * A certificate authority with a root and one intermediate. With `keep` (PEM of an earlier root and its key) the root stays the same, so
 * that clients that trust it need no update.
 */
export async function makeCertificateAuthority(options: {
  name: string;
  keep?: { root: string; key: string };
  at?: Date;
}): Promise<CertificateAuthority> {
  const madeAt = options.at ?? new Date();
  const root = options.keep ? await importRoot(options.keep) : await makeIssuer(`${options.name} Root`, madeAt, null);
  const intermediate = await makeIssuer(`${options.name} Intermediate`, madeAt, root);
  const intermediatePem = intermediate.certificate.toString("pem");

  return {
    rootPem: root.certificate.toString("pem"),
    rootKeyPem: await exportKey(root.keys.privateKey),
    intermediatePem,
    async issue(hosts, { fault = "none", at = new Date(), validDays = 90 } = {}) {
      const shiftDays = fault === "expired" ? -validDays - 4 : fault === "not_yet_valid" ? 4 : -1;
      const from = new Date(at.getTime() + shiftDays * dayMs);
      const to = new Date(from.getTime() + validDays * dayMs);
      const names = fault === "wrong_name" ? ["other-shop.example"] : hosts;
      if (fault === "unknown_issuer") {
        const outsider = await makeIssuer("Private Company Root", at, null);
        const leaf = await makeLeaf(names, from, to, outsider);
        return { key: leaf.key, cert: `${leaf.certificate.toString("pem")}\n${outsider.certificate.toString("pem")}\n` };
      }
      const leaf = await makeLeaf(names, from, to, fault === "self_signed" ? null : intermediate);
      const pem = leaf.certificate.toString("pem");
      return { key: leaf.key, cert: fault === "self_signed" || fault === "incomplete_chain" ? pem : `${pem}\n${intermediatePem}\n` };
    },
  };
}
