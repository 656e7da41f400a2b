import { z } from "zod";
import type { ProblemCode } from "@/lib/api/problems";
import {
  checkSchema,
  integrationListSchema,
  integrationSchema,
  orderLookupSchema,
  runListSchema,
  runSchema,
  startedRefreshSchema,
} from "@/lib/api/resources";
import type { Permission } from "@/lib/api/token-choices";
import { parseListCursor } from "@/lib/base/list-cursor";

// Every operation of the API: routes serve them; OpenAPI and the API page describe them.

const limit = z.coerce.number({ error: "limit_invalid" }).int({ error: "limit_invalid" });
const limitSchema = limit
  .min(1, { error: "limit_invalid" })
  .max(100, { error: "limit_invalid" })
  .default(50)
  .describe("Maximum number of entries.");

const cursorSchema = z
  .string()
  .optional()
  .describe("nextCursor of the previous page.")
  .transform((text, context) => {
    const position = text === undefined ? null : parseListCursor(text);
    if (text !== undefined && position === null) context.addIssue({ code: "custom", message: "cursor_invalid" });
    return position;
  });

export interface Operation {
  method: "GET" | "POST";
  /** Relative to /api/v1; names in braces are ids. */
  path: string;
  permission: Permission;
  query: z.ZodObject;
  status: 200 | 202;
  answer: z.ZodType;
  /** In addition to COMMON_PROBLEMS. */
  problems: readonly ProblemCode[];
}

const reading = { method: "GET", permission: "read", status: 200 } as const;
const nothing = z.object({});

export const OPERATIONS = {
  listIntegrations: {
    ...reading,
    path: "/integrations",
    query: z.object({ limit: limitSchema, cursor: cursorSchema }),
    answer: integrationListSchema,
    problems: ["input_invalid"],
  },
  getIntegration: { ...reading, path: "/integrations/{integrationId}", query: nothing, answer: integrationSchema, problems: ["not_found"] },
  listRuns: {
    ...reading,
    path: "/integrations/{integrationId}/runs",
    query: z.object({ limit: limitSchema, cursor: cursorSchema }),
    answer: runListSchema,
    problems: ["input_invalid", "not_found"],
  },
  getLatestCheck: {
    ...reading,
    path: "/integrations/{integrationId}/check",
    query: nothing,
    answer: checkSchema,
    problems: ["not_found", "no_check"],
  },
  refreshIntegration: {
    method: "POST",
    path: "/integrations/{integrationId}/refresh",
    permission: "refresh",
    query: nothing,
    status: 202,
    answer: startedRefreshSchema,
    problems: ["scope_missing", "not_found", "no_credentials", "paused", "too_soon"],
  },
  lookUpOrder: {
    method: "POST",
    path: "/orders/lookup",
    permission: "refresh",
    query: z.object({
      number: z
        .string({ error: "number_invalid" })
        .trim()
        .min(1, { error: "number_invalid" })
        .max(64, { error: "number_invalid" })
        .describe("Number or id of the order, with or without a leading “#”."),
      integrationId: z.uuid({ error: "integration_id_invalid" }).optional().describe("Asks this shop only; otherwise the first 20."),
      importsOlder: z
        .enum(["true", "false"], { error: "imports_older_invalid" })
        .default("false")
        .describe("true: also imports an order from before the import begins."),
    }),
    status: 200,
    answer: orderLookupSchema,
    problems: ["input_invalid", "scope_missing", "not_found", "lookup_limit"],
  },
  getRun: { ...reading, path: "/runs/{runId}", query: nothing, answer: runSchema, problems: ["not_found"] },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof OPERATIONS;
export const OPERATION_IDS = Object.keys(OPERATIONS) as OperationId[];

export const COMMON_PROBLEMS: readonly ProblemCode[] = [
  "token_missing",
  "token_unknown",
  "token_expired",
  "token_revoked",
  "rate_limited",
  "internal_error",
];
