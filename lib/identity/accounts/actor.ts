import { z } from "zod";

/** Who acts; stored with every change for the audit log. */
export const actorSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("member"), personId: z.uuid(), name: z.string() }),
  z.object({ kind: z.literal("staff"), personId: z.uuid(), name: z.string(), reason: z.string().nullable() }),
  /** A program of the merchant, by the name of its API token. */
  z.object({ kind: z.literal("token"), tokenId: z.uuid(), name: z.string() }),
  z.object({ kind: z.literal("job"), job: z.string() }),
]);

export type Actor = z.infer<typeof actorSchema>;

/** The actor of changes outside any merchant, such as to the own account. */
export const personActor = ({ personId, name, isStaff }: { personId: string; name: string; isStaff: boolean }): Actor =>
  isStaff ? { kind: "staff", personId, name, reason: null } : { kind: "member", personId, name };
