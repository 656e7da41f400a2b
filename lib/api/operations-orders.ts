import { z } from "zod";
import { acting, daySchema, limitSchema, nothing, type Operation, reading } from "@/lib/api/operation";
import { exportSchema, orderListSchema, orderWithLinesSchema } from "@/lib/api/resources";
import { EXPORT_FORMATS } from "@/lib/orders/export/formats";
import { parseOrderCursor, TRACKING_FILTERS } from "@/lib/orders/order-query";

const orderCursorSchema = z
  .string()
  .optional()
  .describe("nextCursor of the previous page.")
  .transform((text, context) => {
    const position = text === undefined ? null : parseOrderCursor(text, "newest");
    if (text !== undefined && position === null) context.addIssue({ code: "custom", message: "cursor_invalid" });
    return position;
  });

/** Of the list and of exports. */
const filter = {
  search: z
    .string()
    .max(200, { error: "search_invalid" })
    .default("")
    .describe("Words that all occur in number, name, e-mail or SKU, or in part of a tracking number."),
  status: z.string().max(100, { error: "status_invalid" }).optional().describe("The shop’s status."),
  tracking: z.enum(TRACKING_FILTERS, { error: "tracking_invalid" }).optional().describe("none: without a parcel."),
  from: daySchema.optional().describe("First day on which the order was placed, in UTC."),
  to: daySchema.optional().describe("Last such day."),
};

export const ORDER_OPERATIONS = {
  listOrders: {
    ...reading,
    path: "/integrations/{integrationId}/orders",
    scope: "orders:read",
    query: z.strictObject({
      limit: limitSchema,
      cursor: orderCursorSchema,
      ...filter,
    }),
    answer: orderListSchema,
    problems: ["input_invalid", "scope_missing", "not_found"],
  },
  getOrder: {
    ...reading,
    path: "/orders/{orderId}",
    scope: "orders:read",
    query: nothing,
    answer: orderWithLinesSchema,
    problems: ["scope_missing", "not_found"],
  },
  exportOrders: {
    ...acting,
    path: "/integrations/{integrationId}/exports",
    scope: "orders:read",
    body: z.strictObject({
      format: z.enum(EXPORT_FORMATS, { error: "format_invalid" }).default("csv").describe("jsonl: an object a line."),
      ...filter,
    }),
    status: 202,
    spends: "export",
    answer: exportSchema,
    waited: exportSchema,
    problems: ["input_invalid", "scope_missing", "not_found", "too_many", "quota_spent"],
  },
  getExport: {
    ...reading,
    path: "/exports/{exportId}",
    scope: "orders:read",
    query: nothing,
    answer: exportSchema,
    problems: ["scope_missing", "not_found"],
  },
  downloadExport: {
    ...reading,
    path: "/exports/{exportId}/file",
    scope: "orders:read",
    query: nothing,
    answer: z.string(),
    file: ["text/csv", "application/x-ndjson"],
    problems: ["scope_missing", "not_found"],
  },
} as const satisfies Record<string, Operation>;
