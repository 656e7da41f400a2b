import { z } from "zod";
import type { TokenScope } from "@/lib/api/token-choices";
import words from "@/lib/i18n/messages/en/api.json";

// Problem documents (RFC 9457): a code for programs and an English text for logs. The API page explains them in the user's language.

export const PROBLEM_STATUS = {
  input_invalid: 400,
  token_missing: 401,
  token_unknown: 401,
  token_expired: 401,
  token_revoked: 401,
  scope_missing: 403,
  token_limited: 403,
  not_owner: 403,
  not_found: 404,
  no_check: 404,
  method_not_allowed: 405,
  no_credentials: 409,
  paused: 409,
  shop_busy: 409,
  shop_failed: 409,
  frozen: 409,
  call_running: 409,
  key_reused: 422,
  window_invalid: 422,
  last_owner: 409,
  too_many: 409,
  key_refused: 422,
  too_soon: 429,
  lookup_limit: 429,
  check_limit: 429,
  quota_spent: 429,
  rate_limited: 429,
  internal_error: 500,
} as const;
export type ProblemCode = keyof typeof PROBLEM_STATUS;
export const PROBLEM_CODES = Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]];

export const problemSchema = z.object({
  type: z.string().describe("urn:mooring:problem:<code>"),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe("What to do."),
  code: z.enum(PROBLEM_CODES).describe("Stable, machine-readable code; new codes may be added."),
  errors: z
    .array(z.object({ field: z.string(), code: z.string() }))
    .optional()
    .describe("The invalid parameters."),
  scope: z.string().optional().describe("The scope that the token lacks."),
  errorId: z.string().optional().describe("Identifies the error in the server log; include it when you contact support."),
});

export interface Problem {
  code: ProblemCode;
  /** The missing scope. */
  scope?: TokenScope;
  errors?: { field: string; code: string }[];
  errorId?: string;
  retryAfterSeconds?: number;
}

export const invalid = (field: string, code: string): Problem => ({ code: "input_invalid", errors: [{ field, code }] });

/** The WWW-Authenticate header for a missing or invalid token (RFC 6750). */
function challengeOf({ code, scope }: Problem): string | null {
  if (code === "token_missing") return 'Bearer realm="Mooring"';
  if (code === "scope_missing") return `Bearer realm="Mooring", error="insufficient_scope", scope="${scope}"`;
  return PROBLEM_STATUS[code] === 401 ? 'Bearer realm="Mooring", error="invalid_token"' : null;
}

/** The document without what HTTP says in headers. */
export function problemDocument({ retryAfterSeconds, ...problem }: Problem): z.output<typeof problemSchema> {
  const { code } = problem;
  const { title, todo: detail } = words.problem[code];
  return { type: `urn:mooring:problem:${code}`, title, status: PROBLEM_STATUS[code], detail, ...problem };
}

export function answerProblem({ retryAfterSeconds, ...problem }: Problem, more: HeadersInit = {}): Response {
  const document = problemDocument(problem);
  const headers = new Headers(more);
  headers.set("content-type", "application/problem+json");
  headers.set("cache-control", "no-store");
  const challenge = challengeOf(problem);
  if (challenge) headers.set("www-authenticate", challenge);
  if (retryAfterSeconds !== undefined) headers.set("retry-after", `${retryAfterSeconds}`);
  return new Response(JSON.stringify(document), { status: document.status, headers });
}
