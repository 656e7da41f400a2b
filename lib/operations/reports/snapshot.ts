import { z } from "zod";
import { type CheckResult, causeSchema, type Probe, probeSchema } from "@/lib/check/result";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { stripAddress, stripCause, stripProbe } from "@/lib/operations/reports/strip";

/** A certificate that ends soon, with the chain that the server presented. Every handshake reveals these facts. */
const endingCertificateSchema = z.object({
  host: z.string(),
  endsAt: z.iso.datetime(),
  subject: z.string(),
  issuer: z.string(),
  digest: z.string(),
  chain: z.array(
    z.object({ subject: z.string(), issuer: z.string(), validFrom: z.string(), validTo: z.string(), fingerprintSha256: z.string() }),
  ),
});
export type EndingCertificate = z.infer<typeof endingCertificateSchema>;

/** The part of a check that a report stores. Contains no secrets. */
export const snapshotSchema = z.object({
  schema: z.literal(1),
  url: z.string(),
  effectiveUrl: z.string().nullable(),
  shopSystem: z.enum(SHOP_SYSTEMS).nullable(),
  server: z.string().nullable(),
  serverVersion: z.string().nullable(),
  checkedAt: z.iso.datetime(),
  causes: z.array(causeSchema),
  /** The two requests of each cause, and the related failures. */
  probes: z.array(probeSchema),
  /** Set instead of causes: a report on a certificate that ends soon. */
  certificate: endingCertificateSchema.optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** Only the probes on which the selected causes are based. */
function probesOf(result: CheckResult, causes: CheckResult["causes"]): Probe[] {
  const ids = new Set(causes.flatMap(({ evidence }) => [evidence.pass, evidence.fail]));
  return result.probes.filter(
    (probe) =>
      ids.has(probe.id) ||
      (!probe.passed &&
        causes.some(
          (cause) =>
            cause.methods.includes(probe.method) ||
            cause.userAgents.includes(probe.userAgent) ||
            (probe.from !== null && cause.addresses.includes(probe.from)),
        )),
  );
}

/** The stripped snapshot for the causes at these indexes; unknown indexes are ignored. */
export function takeSnapshot(result: CheckResult, causeIndexes: readonly number[]): Snapshot {
  const causes = [...new Set(causeIndexes)].flatMap((index) => result.causes[index] ?? []);
  return {
    schema: 1,
    url: stripAddress(result.url),
    effectiveUrl: result.effectiveUrl && stripAddress(result.effectiveUrl),
    shopSystem: result.shopSystem,
    server: result.server.software,
    serverVersion: result.server.version,
    checkedAt: result.startedAt,
    causes: causes.map(stripCause),
    probes: probesOf(result, causes).map(stripProbe),
  };
}
