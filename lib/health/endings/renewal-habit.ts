import { z } from "zod";
import type { ShownCertificate } from "@/lib/connectors/net/read-certificates";

const seenSchema = z.array(
  z.object({
    digest: z.string(),
    validFrom: z.iso.datetime(),
    validTo: z.iso.datetime(),
    /** When it was first seen on the shop's server. */
    since: z.iso.datetime(),
  }),
);
export type SeenCertificates = z.infer<typeof seenSchema>;

/** As stored in `integration.certificates_seen`. */
export const readSeen = (stored: unknown): SeenCertificates => seenSchema.safeParse(stored).data ?? [];

const ms = (instant: string): number => new Date(instant).getTime();

const MAX_SEEN = 4;

/** Adds a renewed certificate. An older one, as a second server may still present, is no renewal. */
export function rememberCertificate(seen: SeenCertificates, shown: ShownCertificate, now: Date): SeenCertificates {
  const last = seen.at(-1);
  if (!(ms(shown.validFrom) < ms(shown.validTo))) return seen;
  if (last && (ms(shown.validFrom) <= ms(last.validFrom) || ms(shown.validTo) <= ms(last.validTo))) return seen;
  const { fingerprintSha256: digest, validFrom, validTo } = shown;
  return [...seen, { digest, validFrom, validTo, since: now.toISOString() }].slice(-MAX_SEEN);
}

const MIN_RENEWALS = 2;
/** Renewals that differ more, as shares of a lifetime, follow no habit. */
const MAX_SPREAD = 1 / 10;

/** The share of its lifetime that a certificate of this shop has left when it is replaced; null without a habit. */
export function habitOf(seen: SeenCertificates): number | null {
  const left = seen.slice(1).map(({ since }, index) => {
    const { validFrom, validTo } = seen[index] as SeenCertificates[number];
    return (ms(validTo) - ms(since)) / (ms(validTo) - ms(validFrom));
  });
  const least = Math.min(...left);
  return left.length >= MIN_RENEWALS && least > 0 && Math.max(...left) - least <= MAX_SPREAD ? least : null;
}
