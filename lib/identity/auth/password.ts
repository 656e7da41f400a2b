import { randomUUID } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

// Argon2id with the parameters of OWASP's password storage sheet (19 MiB, 2 passes, 1 lane); algorithm 2 is argon2id.
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

let dummyHash: Promise<string> | undefined;

/** Whether the password matches the hash. Without a hash (unknown address) the same work is done, so that timing reveals nothing. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummyHash ??= hashPassword(randomUUID());
  const matches = await verify(passwordHash ?? (await dummyHash), password).catch(() => false);
  return matches && passwordHash !== null;
}
