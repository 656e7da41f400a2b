/**
 * What an action answers: a value, or a code with words under `errors.<code>`. `errorId` is there when something broke on our side: the
 * same id stands in the log. `fields` names the inputs that do not fit, each with a code.
 */
export type ActionResult<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: string; errorId?: string; fields?: Record<string, string> };
