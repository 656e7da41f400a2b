import { randomUUID } from "node:crypto";
import { CALLS_PER_MINUTE, countCall } from "@/lib/api/limits";
import type { Operation } from "@/lib/api/operation";
import { answerProblem, type Problem } from "@/lib/api/problems";
import { findByApiToken, type TokenEntry } from "@/lib/api/token";
import { isFrozen } from "@/lib/identity/accounts/freeze";
import { browserOf } from "@/lib/identity/auth/browser";
import { spendQuota } from "@/lib/identity/quota/spend";
import { log } from "@/lib/infra/log";
import { requestId } from "@/lib/infra/observe/correlation";

// What a program's call passes, whether it asks for an operation of the API or for a tool.

export const MAX_BODY_BYTES = 64 * 1024;

const bearerOf = (header: string | null): string | null => /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;

export interface Admitted {
  entry: TokenEntry;
  /** Of every answer to the call. */
  headers: Headers;
}

/** Authenticates and counts a call. @returns the answer, if it is refused */
export async function admitCall(request: Request): Promise<Admitted | Response> {
  const token = bearerOf(request.headers.get("authorization"));
  if (token === null) return answerProblem({ code: "token_missing" });
  const found = await findByApiToken(token, browserOf((name) => request.headers.get(name)).address, new Date());
  if (!found.ok) return answerProblem({ code: found.reason });
  const count = await countCall(found.value.tokenId);
  const headers = new Headers({ "cache-control": "no-store" });
  headers.set("ratelimit-limit", `${CALLS_PER_MINUTE}`);
  headers.set("ratelimit-remaining", `${count.remaining}`);
  headers.set("ratelimit-reset", `${count.resetSeconds}`);
  if (!count.isAllowed) return answerProblem({ code: "rate_limited", retryAfterSeconds: count.resetSeconds }, headers);
  return { entry: found.value, headers };
}

/** Why a token may not do this now; spends the quota if it may. */
export async function findRefusal(
  { act, spends, isWide }: Pick<Operation, "act" | "spends" | "isWide">,
  { scope, integrationIds }: TokenEntry,
): Promise<Problem | null> {
  if (isWide && integrationIds.length > 0) return { code: "token_limited" };
  if (act && (await isFrozen(scope, new Date()))) return { code: "frozen" };
  const wait = spends ? await spendQuota({ scope }, spends) : null;
  return wait === null ? null : { code: "quota_spent", retryAfterSeconds: wait };
}

/** Logs what failed on our side; the caller learns only its id. */
export function reportFailure(error: unknown): Problem {
  const errorId = requestId() ?? randomUUID();
  log.error({ err: error, errorId }, "API call failed");
  return { code: "internal_error", errorId };
}
