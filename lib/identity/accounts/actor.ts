import { z } from "zod";

/** Who acts; stored with every change for the audit log. */
export const actorSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("member"), personId: z.uuid(), name: z.string() }),
  z.object({ kind: z.literal("staff"), personId: z.uuid(), name: z.string(), reason: z.string().nullable() }),
  /** An API client of the merchant, identified by its token. */
  z.object({ kind: z.literal("token"), tokenId: z.uuid(), name: z.string() }),
  z.object({ kind: z.literal("job"), job: z.string() }),
]);

export type Actor = z.infer<typeof actorSchema>;

/** The stored actor; a job if this version does not know its kind. */
export const readActor = (stored: unknown): Actor => actorSchema.safeParse(stored).data ?? { kind: "job", job: "unknown" };

export const nameOfActor = (actor: Actor): string => (actor.kind === "job" ? actor.job : actor.name);

/** The name of a stored actor; null for a job. */
export function nameOfStored(stored: unknown): string | null {
  const actor = readActor(stored);
  return actor.kind === "job" ? null : actor.name;
}

interface ActingPerson {
  personId: string;
  name: string;
  isStaff: boolean;
  sourceAddress?: string | null;
}

/** A person acting outside any merchant, such as on their own account, with their IP address. */
export function whoIs({ personId, name, isStaff, sourceAddress = null }: ActingPerson): { actor: Actor; sourceAddress: string | null } {
  const actor: Actor = isStaff ? { kind: "staff", personId, name, reason: null } : { kind: "member", personId, name };
  return { actor, sourceAddress };
}
