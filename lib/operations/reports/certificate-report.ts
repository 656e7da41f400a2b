import type { Fix, FixContext } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import type { EndingDetails } from "@/lib/health/endings/ending";
import type { EndingCertificate, Snapshot } from "@/lib/operations/reports/snapshot";
import { stripAddress } from "@/lib/operations/reports/strip";

/** Listed among the cause codes of a report. */
export const CERTIFICATE_ENDING = "certificate_ending";

interface StoredEnding {
  endsAt: Date;
  checkedAt: Date;
  details: unknown;
  integration: { baseUrl: string; shopSystem: string; serverSoftware: string | null };
}

/** The facts of a certificate that ends soon; null if they are incomplete. */
export function snapshotCertificate({ endsAt, checkedAt, details, integration }: StoredEnding): Snapshot | null {
  const { host = "", subject = "", issuer = "", digest = "", chain = [] } = details as EndingDetails;
  if (digest === "") return null;
  return {
    schema: 1,
    url: stripAddress(integration.baseUrl),
    effectiveUrl: null,
    shopSystem: toShopSystem(integration.shopSystem),
    server: integration.serverSoftware,
    serverVersion: null,
    checkedAt: checkedAt.toISOString(),
    causes: [],
    probes: [],
    certificate: {
      host,
      subject,
      issuer,
      digest,
      endsAt: endsAt.toISOString(),
      chain: chain.map(({ subject, issuer, validFrom, validTo, fingerprintSha256 }) => ({
        subject,
        issuer,
        validFrom,
        validTo,
        fingerprintSha256,
      })),
    },
  };
}

export interface CertificateView extends EndingCertificate {
  /** How to renew it, most likely server first. */
  fixes: Fix[];
}

/** The fixes for an expired certificate also renew one that is still valid. */
export function viewCertificate(certificate: EndingCertificate, context: FixContext): CertificateView {
  const nothing = { reason: null, blocker: null, methods: [], userAgents: [], addresses: [], details: {} };
  return { ...certificate, fixes: fixesFor({ code: "tls_expired", ...nothing }, context) };
}
