/**
 * The result of a server action: a value, or a code with a text in `errors.<code>`. `errorId` is set for internal errors and also written to
 * the log. `fields` maps invalid inputs to codes. `retryAfterSeconds` comes with `quota_spent`.
 */
export type ActionResult<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: string; errorId?: string; fields?: Record<string, string>; retryAfterSeconds?: number };
