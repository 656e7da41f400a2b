import { z } from "zod";
import type { ProblemCode } from "@/lib/api/problems";
import type { TokenScope } from "@/lib/api/token-choices";
import { parseListCursor } from "@/lib/base/list-cursor";
import type { ProvenAct } from "@/lib/identity/auth/proven-acts";
import type { Act } from "@/lib/identity/quota/policy";

export interface Operation {
  method: "GET" | "POST" | "PATCH";
  /** Relative to /api/v1; names in braces are ids. */
  path: string;
  scope: TokenScope;
  query: z.ZodObject;
  /** A call without a body has an empty object. */
  body: z.ZodObject;
  status: 200 | 201 | 202;
  answer: z.ZodType;
  /** The answer with status 200 to a call that waits (`Prefer: wait=20`) for the end of what it starts. */
  waited?: z.ZodType;
  /** Counted before it runs; the problem is quota_spent. */
  spends?: Act;
  /** Refused while an owner's freeze lasts. In pages it needs a proof of identity; here, making the token was one. */
  act?: ProvenAct;
  /** Concerns the whole merchant: refused for tokens that may use only some shops. */
  isWide?: true;
  /** The field of the answer that a replay leaves out. */
  secretField?: string;
  /** Media types of the file that it answers instead of JSON. */
  file?: readonly string[];
  /** In addition to COMMON_PROBLEMS. */
  problems: readonly ProblemCode[];
}

/** Digits alone: a coercion would also take 0x10 and 1e1. */
const digits = (text: unknown): unknown => (typeof text === "string" && /^[0-9]{1,9}$/.test(text) ? Number(text) : text);
const limit = z.int({ error: "limit_invalid" }).min(1, { error: "limit_invalid" }).max(100, { error: "limit_invalid" });
export const limitSchema = z.preprocess(digits, limit.default(50)).describe("Maximum number of entries.");

export const cursorSchema = z
  .string()
  .optional()
  .describe("nextCursor of the previous page.")
  .transform((text, context) => {
    const position = text === undefined ? null : parseListCursor(text);
    if (text !== undefined && position === null) context.addIssue({ code: "custom", message: "cursor_invalid" });
    return position;
  });

/** The database has no year 0. */
const isAfterChrist = (time: string): boolean => !(new Date(time).getUTCFullYear() < 1);

export const daySchema = z.iso.date({ error: "day_invalid" }).refine(isAfterChrist, { error: "day_invalid" });
export const instantSchema = z.iso
  .datetime({ offset: true, error: "time_invalid" })
  .refine(isAfterChrist, { error: "time_invalid" })
  .meta({ examples: ["2027-01-31T20:00:00Z"] });

/** No parameters, or no body. */
export const nothing = z.strictObject({});
export const reading = { method: "GET", scope: "read", status: 200, body: nothing } as const;

/** A change without query and body, answered with 200. */
export const acting = { method: "POST", query: nothing, body: nothing, status: 200 } as const;
