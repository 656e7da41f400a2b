import { X509Certificate } from "node:crypto";
import tls from "node:tls";

// Words that say nothing about who an authority is.
const GENERIC = new Set(
  "ca root intermediate issuing sub authority certificate certification global trust tls ssl rsa ecc ecdsa server class the of and for inc ltd llc gmbh".split(
    " ",
  ),
);

const words = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !GENERIC.has(word) && !/^[a-z]?\d+$/.test(word));

let known: ReadonlySet<string> | undefined;

/** First telling word of each trusted authority's name and organisation. */
function trustedWords(): ReadonlySet<string> {
  if (known) return known;
  const found = new Set<string>();
  for (const pem of [...tls.getCACertificates("default"), ...tls.getCACertificates("extra")]) {
    const { subject } = new X509Certificate(pem);
    for (const line of subject.split("\n")) {
      const [, name] = /^(?:CN|O)=(.*)$/.exec(line) ?? [];
      const [first] = words(name ?? "");
      if (first) found.add(first);
    }
  }
  known = found;
  return found;
}

/**
 * Whether an issuer that is missing from a chain seems to belong to an authority that this process trusts: it calls itself an
 * intermediate, or its name begins like that of a trusted one ("Let's Encrypt R11", "Lab Intermediate"). A name that says "root" is none:
 * a trusted root would have been found.
 */
export function relatedToTrustedIssuer(issuer: string): boolean {
  if (/\broot\b/i.test(issuer)) return false;
  if (/\bintermediate\b|\bissuing\b|\bsub[ -]?ca\b/i.test(issuer)) return true;
  const [first] = words(issuer);
  return first !== undefined && trustedWords().has(first);
}
