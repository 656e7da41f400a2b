import { randomUUID } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import { AppError } from "@/lib/base/app-error";
import { ok, type Result, refuse } from "@/lib/base/result";
import { checkStrength } from "@/lib/identity/auth/password-strength";

// Argon2id with the parameters of OWASP's password storage sheet (19 MiB, 2 passes, 1 lane); algorithm 2 is argon2id.
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Fewer than the threads of Node's pool (4), which also handles files and DNS. */
const AT_ONCE = 2;
/** About a second of work. */
const MAX_WAITING = 40;
export const BUSY_SECONDS = 5;

/** More passwords are queued than this process can compare soon. */
class PasswordsBusy extends AppError {
  constructor() {
    super("busy", "too many passwords are waiting");
  }
}

const queue = pLimit(AT_ONCE);
export const passwordsAreBusy = (): boolean => queue.pendingCount >= MAX_WAITING;

async function queued<Value>(work: () => Promise<Value>): Promise<Value> {
  if (passwordsAreBusy()) throw new PasswordsBusy();
  return queue(work);
}

/** Turns a full queue into a refusal. */
export async function orBusy<Value, Reason>(work: Promise<Result<Value, Reason>>): Promise<Result<Value, Reason | "busy">> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PasswordsBusy) return refuse("busy");
    throw error;
  }
}

export const hashPassword = (password: string): Promise<string> => queued(() => hash(password, PARAMETERS));

/** The hash of a new password, unless it is easy to guess for someone who knows `own`. */
export async function hashNewPassword(password: string, own: readonly string[]): Promise<Result<string, "password_guessable">> {
  const strength = await checkStrength(password, own);
  return strength.ok ? ok(await hashPassword(password)) : strength;
}

let dummyHash: Promise<string> | undefined;

/** Whether the password matches the hash. Without a hash (unknown address) the same work is done, so that timing reveals nothing. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummyHash ??= hash(randomUUID(), PARAMETERS);
  const known = passwordHash ?? (await dummyHash);
  const matches = await queued(() => verify(known, password).catch(() => false));
  return matches && passwordHash !== null;
}
