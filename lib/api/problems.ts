import { z } from "zod";
import words from "@/lib/i18n/messages/en/api.json";

// What a call is refused with (RFC 9457): a code that programs go by, and English words for whoever reads their log. The page about the API
// says the same in the reader's language.

export const PROBLEM_STATUS = {
  input_invalid: 400,
  token_missing: 401,
  token_unknown: 401,
  token_expired: 401,
  token_revoked: 401,
  scope_missing: 403,
  not_found: 404,
  no_check: 404,
  method_not_allowed: 405,
  no_credentials: 409,
  paused: 409,
  too_soon: 429,
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
  code: z.enum(PROBLEM_CODES).describe("What programs go by. It keeps its meaning; new ones may come."),
  errors: z
    .array(z.object({ field: z.string(), code: z.string() }))
    .optional()
    .describe("The parameters that do not fit."),
  errorId: z.string().optional().describe("Stands in our log; tell it to support."),
});

export interface Problem {
  code: ProblemCode;
  errors?: { field: string; code: string }[];
  errorId?: string;
  retryAfterSeconds?: number;
}

/** What a client is told about the token that it lacks, by RFC 6750. */
function challengeOf(code: ProblemCode): string | null {
  if (code === "token_missing") return 'Bearer realm="Mooring"';
  if (code === "scope_missing") return 'Bearer realm="Mooring", error="insufficient_scope", scope="refresh"';
  return PROBLEM_STATUS[code] === 401 ? 'Bearer realm="Mooring", error="invalid_token"' : null;
}

export function answerProblem({ retryAfterSeconds, ...problem }: Problem, more: HeadersInit = {}): Response {
  const { code } = problem;
  const { title, todo: detail } = words.problem[code];
  const status = PROBLEM_STATUS[code];
  const headers = new Headers(more);
  headers.set("content-type", "application/problem+json");
  headers.set("cache-control", "no-store");
  const challenge = challengeOf(code);
  if (challenge) headers.set("www-authenticate", challenge);
  if (retryAfterSeconds !== undefined) headers.set("retry-after", `${retryAfterSeconds}`);
  return new Response(JSON.stringify({ type: `urn:mooring:problem:${code}`, title, status, detail, ...problem }), { status, headers });
}
