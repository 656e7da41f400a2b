import { z } from "zod";

/** The certificates that a shop presented, as stored with the check: `TlsSeen` of lib/connectors/net/read-certificates.ts. */
export const tlsSeenSchema = z.object({
  at: z.iso.datetime(),
  to: z.string(),
  protocol: z.string().nullable(),
  cipher: z.string().nullable(),
  trusted: z.boolean(),
  problem: z.string().nullable(),
  chain: z.array(
    z.object({
      subject: z.string(),
      issuer: z.string(),
      names: z.array(z.string()),
      validFrom: z.string(),
      validTo: z.string(),
      fingerprintSha256: z.string(),
    }),
  ),
});
export type StoredTls = z.infer<typeof tlsSeenSchema>;
