import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { readCertificates } from "@/lib/connectors/net/read-certificates";
import { resolveTarget } from "@/lib/connectors/net/resolve";
import { parseTarget } from "@/lib/connectors/net/target";
import { connectorFor } from "@/lib/connectors/registry";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { Ending, EndingKind } from "@/lib/health/endings/ending";
import type { ShopFacts } from "@/lib/health/open-shop";

interface ShopSystemEnds {
  /** The vendor's page with the dates. */
  source: string;
  /** Last day with security fixes, by version prefix: `1.7` includes 1.7.8.11 but not 1.70. */
  ends: Readonly<Record<string, string>>;
}

/** WooCommerce publishes no dates; Shopify has one version for all shops. Magento's API reports only the minor version. */
const VERSION_ENDS: Readonly<Record<ShopSystem, ShopSystemEnds | null>> = {
  woocommerce: null,
  magento: {
    source: "https://experienceleague.adobe.com/en/docs/commerce-operations/release/planning/lifecycle-policy",
    // As of 2026-05-12.
    ends: {
      "2.4.4": "2025-04-24",
      "2.4.5": "2025-08-12",
      "2.4.6": "2026-08-11",
      "2.4.7": "2027-04-09",
      "2.4.8": "2028-04-11",
    },
  },
  prestashop: {
    // A version gets critical fixes until the second major release after it: 1.7 until 9.0. As of 2026-11-29.
    source: "https://www.prestashop-project.org/project-organization/release-cycle/",
    ends: {
      "1.6": "2019-06-30",
      "1.7": "2025-06-10",
    },
  },
  shopify: null,
};

export function versionEnd(shopSystem: ShopSystem, version: string | null): { endsAt: Date; source: string } | null {
  const known = VERSION_ENDS[shopSystem];
  const found = Object.entries(known?.ends ?? {}).find(
    ([begin]) => version === begin || version?.startsWith(`${begin}.`) || version?.startsWith(`${begin}-`),
  );
  return known && found ? { endsAt: new Date(`${found[1]}T23:59:59Z`), source: known.source } : null;
}

/** `unknown`: kinds that could not be determined, for which the previous findings remain valid. */
export interface FoundEndings {
  endings: Ending[];
  unknown: EndingKind[];
}

type Facts = Pick<ShopFacts, "baseUrl" | "shopSystem"> & { credentials: unknown; shopSystemVersion: string | null };

/** The first certificate of the chain to expire: an expired intermediate breaks the connection, too. */
async function findCertificate({ baseUrl }: Facts, { policy, egress }: OutsideConfig): Promise<Ending | "unknown" | null> {
  if (!baseUrl.startsWith("https:")) return null;
  const [from = null] = egress.addresses;
  const seen = await readCertificates({ url: baseUrl, policy, from });
  // Clients have their own roots, so a root that the server sends may have expired.
  const chain = seen?.chain.filter(({ subject, issuer, validTo }, index) => validTo !== "" && (index === 0 || subject !== issuer)) ?? [];
  const [first] = chain.toSorted((one, other) => one.validTo.localeCompare(other.validTo));
  if (!first) return "unknown";
  const { subject, issuer, fingerprintSha256: digest } = first;
  const details = { subject, issuer, digest, host: new URL(baseUrl).host, chain: seen?.chain ?? [] };
  return { kind: "certificate", endsAt: new Date(first.validTo), details };
}

async function findDomain({ baseUrl }: Facts, { policy }: OutsideConfig, now: Date): Promise<Ending | null> {
  const target = parseTarget(baseUrl);
  if (!target.ok) return null;
  const { host, port } = target.value;
  const isGone = async () => {
    const resolved = await resolveTarget(host, port, policy);
    return !resolved.ok && resolved.reason.code === "dns_not_found";
  };
  // Checked twice: one wrong answer of a resolver proves nothing.
  return (await isGone()) && (await isGone()) ? { kind: "domain", endsAt: now, details: { host } } : null;
}

function findAccess({ shopSystem, credentials }: Facts): Ending | null {
  const endsAt = credentials === null ? null : (connectorFor(shopSystem).renewal?.cannotBeRenewedAfter(credentials) ?? null);
  return endsAt && { kind: "access", endsAt, details: {} };
}

function findVersion({ shopSystem, shopSystemVersion }: Facts): Ending | null {
  const end = versionEnd(shopSystem, shopSystemVersion);
  return end && { kind: "version", endsAt: end.endsAt, details: { version: shopSystemVersion ?? "", source: end.source } };
}

/** The API version that we request, or that the shop already responds with another one. */
function findApiVersion({ shopSystem, shopSystemVersion }: Facts, now: Date): Ending | null {
  const api = connectorFor(shopSystem).datedApi;
  if (api === null) return null;
  const { version, servedUntil } = api;
  const isOver = shopSystemVersion !== null && /^\d{4}-\d{2}$/.test(shopSystemVersion) && shopSystemVersion > version;
  return { kind: "api_version", endsAt: isOver ? now : new Date(`${servedUntil}T00:00:00Z`), details: { version } };
}

/** Everything about a shop that will end, found by one handshake and one DNS lookup. */
export async function findEndings(facts: Facts, outside: OutsideConfig, now: Date): Promise<FoundEndings> {
  const domain = await findDomain(facts, outside, now);
  const certificate = domain ? "unknown" : await findCertificate(facts, outside);
  const endings = [
    domain,
    certificate === "unknown" ? null : certificate,
    findAccess(facts),
    findVersion(facts),
    findApiVersion(facts, now),
  ];
  return { endings: endings.filter((one) => one !== null), unknown: certificate === "unknown" ? ["certificate"] : [] };
}
