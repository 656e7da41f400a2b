import { randomUUID } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import { AppError } from "@/lib/base/app-error";
import { ok, type Result, refuse } from "@/lib/base/result";

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

// zxcvbn estimates new passwords offline, with its lists of leaked passwords, names and words.

/** zxcvbn's highest class: more than 10^10 guesses. */
const REQUIRED_SCORE = 4;
/** The time of an estimate grows quadratically with the length; a strong beginning suffices. */
const ESTIMATED_LENGTH = 40;

// The lists take megabytes, so they are loaded for the first new password.
async function makeEstimator() {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs });
}
let estimator: ReturnType<typeof makeEstimator> | undefined;

/** Minimum length of the password without the person's own words. */
const UNRELATED_LENGTH = 8;

/** Refuses a password that is leaked, common or easy to guess for someone who knows `own`: the person's address, name or company. */
export async function checkStrength(password: string, own: readonly string[]): Promise<Result<true, "password_guessable">> {
  const words = ["mooring", ...own.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))].filter((word) => word.length > 2);
  const unrelated = words.toSorted((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, ""), password.toLowerCase());
  if (unrelated.length < UNRELATED_LENGTH) return refuse("password_guessable");
  estimator ??= makeEstimator();
  const { score } = (await estimator).check(password.slice(0, ESTIMATED_LENGTH), words.slice(0, 50));
  return score < REQUIRED_SCORE ? refuse("password_guessable") : ok(true);
}
