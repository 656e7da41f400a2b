/** The outcome of an operation that may be refused: `ok` with a value, or a reason that the caller must handle. */
export type Result<Value, Reason> = { ok: true; value: Value } | { ok: false; reason: Reason };

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });
export const refuse = <Reason>(reason: Reason): { ok: false; reason: Reason } => ({ ok: false, reason });
