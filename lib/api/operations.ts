import { z } from "zod";
import { checkRequestsSchema } from "@/lib/api/findings";
import { acting, cursorSchema, instantSchema, limitSchema, nothing, type Operation, reading } from "@/lib/api/operation";
import { ACCOUNT_OPERATIONS } from "@/lib/api/operations-account";
import { ORDER_OPERATIONS } from "@/lib/api/operations-orders";
import { REPORT_OPERATIONS } from "@/lib/api/operations-reports";
import type { ProblemCode } from "@/lib/api/problems";
import {
  checkSchema,
  countSchema,
  coverageSchema,
  incidentListSchema,
  incidentWithTimelineSchema,
  integrationListSchema,
  integrationSchema,
  maintenanceListSchema,
  maintenanceSchema,
  orderLookupSchema,
  quarantinedOrderListSchema,
  runListSchema,
  runSchema,
  startedBackfillSchema,
  startedCheckSchema,
  startedRefreshSchema,
} from "@/lib/api/resources";
import { doneSchema } from "@/lib/api/resources-account";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import { credentialValuesSchema, integrationNameSchema, statusesSchema } from "@/lib/integrations/schema";
import { publishedSchema } from "@/lib/operations/addresses/published";
import { dismissReasonSchema } from "@/lib/sync/quarantine/schema";

// Every operation of the API: routes serve them; OpenAPI and the API page describe them.

const nameSchema = integrationNameSchema.describe("As shown in lists.").meta({ examples: ["Bloemen Amsterdam"] });
const minutesSchema = z
  .literal(
    SYNC_INTERVALS_SECONDS.map((seconds) => seconds / 60),
    { error: "interval_invalid" },
  )
  .describe("Minutes between two syncs.");
const windowSchema = z.strictObject({
  from: instantSchema.describe("Of the modification time in the shop."),
  to: instantSchema.optional().describe("Now, if omitted or later."),
});
const urlSchema = z
  .string()
  .max(2_000)
  .describe("Of the shop’s start page.")
  .meta({ examples: ["https://shop.example"] });
const changing = { ...acting, answer: integrationSchema } as const;

export const OPERATIONS = {
  listIntegrations: {
    ...reading,
    path: "/integrations",
    query: z.strictObject({ limit: limitSchema, cursor: cursorSchema }),
    answer: integrationListSchema,
    problems: ["input_invalid"],
  },
  getIntegration: { ...reading, path: "/integrations/{integrationId}", query: nothing, answer: integrationSchema, problems: ["not_found"] },
  listRuns: {
    ...reading,
    path: "/integrations/{integrationId}/runs",
    query: z.strictObject({ limit: limitSchema, cursor: cursorSchema }),
    answer: runListSchema,
    problems: ["input_invalid", "not_found"],
  },
  getCoverage: {
    ...reading,
    path: "/integrations/{integrationId}/coverage",
    query: nothing,
    answer: coverageSchema,
    problems: ["not_found"],
  },
  listQuarantinedOrders: {
    ...reading,
    path: "/integrations/{integrationId}/quarantined-orders",
    scope: "orders:read",
    query: z.strictObject({ cursor: cursorSchema }),
    answer: quarantinedOrderListSchema,
    problems: ["input_invalid", "scope_missing", "not_found"],
  },
  ...ORDER_OPERATIONS,
  ...REPORT_OPERATIONS,
  retryQuarantinedOrder: {
    method: "POST",
    path: "/integrations/{integrationId}/quarantined-orders/{quarantinedId}/retry",
    scope: "sync:write",
    query: nothing,
    body: nothing,
    status: 202,
    answer: startedRefreshSchema,
    waited: runSchema,
    problems: ["scope_missing", "not_found", "no_credentials", "paused", "too_soon"],
  },
  dismissQuarantinedOrder: {
    ...acting,
    path: "/integrations/{integrationId}/quarantined-orders/{quarantinedId}/dismiss",
    scope: "sync:write",
    body: z.strictObject({ reason: dismissReasonSchema.describe("Why it may be missing.").meta({ examples: ["A test order of 2019"] }) }),
    answer: doneSchema,
    problems: ["input_invalid", "scope_missing", "not_found"],
  },
  restoreQuarantinedOrder: {
    ...acting,
    path: "/integrations/{integrationId}/quarantined-orders/{quarantinedId}/restore",
    scope: "sync:write",
    answer: doneSchema,
    problems: ["scope_missing", "not_found"],
  },
  countOrders: {
    method: "POST",
    path: "/integrations/{integrationId}/count",
    scope: "sync:write",
    query: nothing,
    body: windowSchema,
    status: 200,
    answer: countSchema,
    spends: "count_orders",
    problems: ["input_invalid", "scope_missing", "not_found", "no_credentials", "shop_busy", "shop_failed", "quota_spent"],
  },
  startBackfill: {
    method: "POST",
    path: "/integrations/{integrationId}/backfills",
    scope: "sync:write",
    query: nothing,
    body: windowSchema,
    status: 202,
    answer: startedBackfillSchema,
    problems: ["input_invalid", "scope_missing", "not_found", "no_credentials", "paused", "shop_busy"],
  },
  stopRun: {
    ...changing,
    path: "/runs/{runId}/stop",
    scope: "sync:write",
    answer: doneSchema,
    problems: ["scope_missing", "not_found"],
  },
  getLatestCheck: {
    ...reading,
    path: "/integrations/{integrationId}/check",
    query: nothing,
    answer: checkSchema,
    problems: ["not_found", "no_check"],
  },
  changeIntegration: {
    ...changing,
    method: "PATCH",
    path: "/integrations/{integrationId}",
    scope: "shops:write",
    body: z.strictObject({
      name: nameSchema.optional(),
      syncIntervalMinutes: minutesSchema.optional(),
      hiddenStatuses: statusesSchema.optional().describe("Lists hide orders with these; they are imported and counted all the same."),
      methodFallback: z.boolean().optional().describe("Sends changes as POST, for shops whose server refuses PUT and PATCH."),
    }),
    problems: ["input_invalid", "scope_missing", "not_found"],
  },
  connectIntegration: {
    ...changing,
    path: "/integrations",
    scope: "shops:write",
    isWide: true,
    body: z.strictObject({ url: urlSchema, name: nameSchema, shopSystem: z.enum(SHOP_SYSTEMS) }),
    status: 201,
    spends: "connect_shop",
    problems: ["input_invalid", "scope_missing", "token_limited", "quota_spent"],
  },
  setKey: {
    ...changing,
    path: "/integrations/{integrationId}/key",
    scope: "shops:write",
    body: z.strictObject({
      credentials: credentialValuesSchema
        .describe("By shop system; woocommerce: consumerKey and consumerSecret. Tried on the shop first.")
        .meta({ examples: [{ consumerKey: "ck_…", consumerSecret: "cs_…" }] }),
    }),
    act: "credentials_replaced",
    spends: "try_key",
    problems: ["input_invalid", "scope_missing", "not_found", "key_refused", "shop_busy", "frozen", "quota_spent"],
  },
  changeAddress: {
    ...changing,
    path: "/integrations/{integrationId}/address",
    scope: "shops:write",
    body: z.strictObject({
      url: urlSchema,
      withoutKey: z.boolean().default(false).describe("Deletes the key, which is not sent to another server."),
    }),
    act: "integration_address_changed",
    spends: "inspect_address",
    problems: ["input_invalid", "scope_missing", "not_found", "frozen", "quota_spent"],
  },
  disconnectIntegration: {
    ...changing,
    path: "/integrations/{integrationId}/disconnect",
    scope: "shops:write",
    body: z.strictObject({
      name: z
        .string()
        .max(200)
        .describe("The name of the shop, as a confirmation.")
        .meta({ examples: ["Bloemen Amsterdam"] }),
    }),
    act: "integration_disconnected",
    answer: doneSchema,
    problems: ["input_invalid", "scope_missing", "not_found", "frozen"],
  },
  pauseIntegration: {
    ...changing,
    path: "/integrations/{integrationId}/pause",
    scope: "sync:write",
    problems: ["scope_missing", "not_found"],
  },
  resumeIntegration: {
    ...changing,
    path: "/integrations/{integrationId}/resume",
    scope: "sync:write",
    problems: ["scope_missing", "not_found"],
  },
  startCheck: {
    method: "POST",
    path: "/integrations/{integrationId}/checks",
    scope: "check:write",
    query: nothing,
    body: z.strictObject({
      retest: z
        .strictObject({ checkId: z.uuid(), cause: z.int().min(0).max(99) })
        .optional()
        .describe("Repeats only the requests of one cause of that check, by its index in “causes”."),
    }),
    status: 202,
    answer: startedCheckSchema,
    waited: checkSchema,
    problems: ["input_invalid", "scope_missing", "not_found", "too_soon", "check_limit"],
  },
  getCheck: { ...reading, path: "/checks/{checkId}", query: nothing, answer: checkSchema, problems: ["not_found"] },
  listCheckRequests: {
    ...reading,
    path: "/checks/{checkId}/requests",
    query: nothing,
    answer: checkRequestsSchema,
    problems: ["not_found"],
  },
  listMaintenance: {
    ...reading,
    path: "/integrations/{integrationId}/maintenance",
    query: nothing,
    answer: maintenanceListSchema,
    problems: ["not_found"],
  },
  announceMaintenance: {
    method: "POST",
    path: "/integrations/{integrationId}/maintenance",
    scope: "sync:write",
    query: nothing,
    body: z.strictObject({
      startsAt: instantSchema.optional().describe("Now, if omitted."),
      endsAt: instantSchema,
    }),
    status: 201,
    answer: maintenanceSchema,
    problems: ["input_invalid", "scope_missing", "not_found", "window_invalid"],
  },
  endMaintenance: {
    ...changing,
    path: "/integrations/{integrationId}/maintenance/end",
    scope: "sync:write",
    problems: ["scope_missing", "not_found"],
  },
  cancelMaintenance: {
    ...changing,
    path: "/integrations/{integrationId}/maintenance/{windowId}/cancel",
    scope: "sync:write",
    answer: maintenanceListSchema,
    problems: ["scope_missing", "not_found"],
  },
  refreshIntegration: {
    method: "POST",
    path: "/integrations/{integrationId}/refresh",
    scope: "sync:write",
    query: nothing,
    body: nothing,
    status: 202,
    answer: startedRefreshSchema,
    waited: runSchema,
    problems: ["scope_missing", "not_found", "no_credentials", "paused", "too_soon"],
  },
  lookUpOrder: {
    method: "POST",
    path: "/orders/lookup",
    scope: "sync:write",
    body: nothing,
    query: z.strictObject({
      number: z
        .string({ error: "number_invalid" })
        .trim()
        .min(1, { error: "number_invalid" })
        .max(64, { error: "number_invalid" })
        .describe("Number or id of the order, with or without a leading “#”.")
        .meta({ examples: ["1042"] }),
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
  listIncidents: {
    ...reading,
    path: "/incidents",
    query: z.strictObject({ limit: limitSchema, cursor: cursorSchema }),
    answer: incidentListSchema,
    problems: ["input_invalid"],
  },
  getIncident: { ...reading, path: "/incidents/{incidentId}", query: nothing, answer: incidentWithTimelineSchema, problems: ["not_found"] },
  getRun: { ...reading, path: "/runs/{runId}", query: nothing, answer: runSchema, problems: ["not_found"] },
  ...ACCOUNT_OPERATIONS,
} as const satisfies Record<string, Operation>;

/** Served without a token. */
export const PUBLIC_OPERATIONS = { getAddresses: { path: "/addresses", answer: publishedSchema } } as const;

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

/** In addition to those, for calls that write: of their Idempotency-Key. */
export const WRITE_PROBLEMS: readonly ProblemCode[] = ["input_invalid", "key_reused", "call_running"];
