import { z } from "zod";
import { AREAS, areaOf } from "@/lib/api/areas";
import { checkRequestsSchema } from "@/lib/api/findings";
import type { Operation } from "@/lib/api/operation";
import { COMMON_PROBLEMS, OPERATION_IDS, OPERATIONS, PUBLIC_OPERATIONS, WRITE_PROBLEMS } from "@/lib/api/operations";
import { PROBLEM_STATUS, type ProblemCode, problemSchema } from "@/lib/api/problems";
import * as resources from "@/lib/api/resources";
import * as account from "@/lib/api/resources-account";
import words from "@/lib/i18n/messages/en/api.json";
import { eventSchema } from "@/lib/notify/events/event-types";
import { publishedSchema } from "@/lib/operations/addresses/published";

/** Every shape that the document names. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Lane: resources.laneSchema,
  Integration: resources.integrationSchema,
  IntegrationList: resources.integrationListSchema,
  Incident: resources.incidentSchema,
  IncidentList: resources.incidentListSchema,
  IncidentWithTimeline: resources.incidentWithTimelineSchema,
  Run: resources.runSchema,
  RunList: resources.runListSchema,
  Coverage: resources.coverageSchema,
  QuarantinedOrder: resources.quarantinedOrderSchema,
  QuarantinedOrderList: resources.quarantinedOrderListSchema,
  Order: resources.orderSchema,
  OrderList: resources.orderListSchema,
  Export: resources.exportSchema,
  OrderWithLines: resources.orderWithLinesSchema,
  Report: resources.reportSchema,
  ReportList: resources.reportListSchema,
  Check: resources.checkSchema,
  StartedRefresh: resources.startedRefreshSchema,
  StartedCheck: resources.startedCheckSchema,
  Maintenance: resources.maintenanceSchema,
  MaintenanceList: resources.maintenanceListSchema,
  OrderLookup: resources.orderLookupSchema,
  Problem: problemSchema,
  ReportMessageList: resources.reportMessageListSchema,
  CheckRequests: checkRequestsSchema,
  NewReport: resources.newReportSchema,
  Count: resources.countSchema,
  StartedBackfill: resources.startedBackfillSchema,
  Shipment: account.shipmentSchema,
  ShipmentList: account.shipmentListSchema,
  RecordedShipments: account.recordedShipmentsSchema,
  SentAgain: account.sentAgainSchema,
  Dropped: account.droppedSchema,
  Member: account.memberSchema,
  MemberList: account.memberListSchema,
  Invitation: account.invitationSchema,
  InvitationList: account.invitationListSchema,
  AuditEntry: account.auditEntrySchema,
  AuditList: account.auditListSchema,
  ThreadList: account.threadListSchema,
  Thread: account.threadSchema,
  Channel: account.channelSchema,
  ChannelList: account.channelListSchema,
  NewChannel: account.newChannelSchema,
  Delivery: account.deliverySchema,
  DeliveryList: account.deliveryListSchema,
  Event: eventSchema,
  EventList: account.eventListSchema,
  ChannelEvents: account.channelEventsSchema,
  EventDelivery: account.eventDeliverySchema,
  EventDeliveryList: account.eventDeliveryListSchema,
  Done: account.doneSchema,
  Addresses: publishedSchema,
};
const SCHEMAS = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) SCHEMAS.add(schema, { id });

/** Leaves out the bounds that every integer of JavaScript has, and keeps the examples of input that is normalized, which zod drops. */
const PRINTED: z.core.ToJSONSchemaParams = {
  override: ({ jsonSchema, zodSchema }) => {
    const { examples } = z.globalRegistry.get(zodSchema) ?? {};
    if (Array.isArray(examples)) jsonSchema.examples = examples;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
};

const refTo = (id: string): string => `#/components/schemas/${id}`;

function describeSchemas(): Record<string, object> {
  const { schemas } = z.toJSONSchema(SCHEMAS, { uri: refTo, ...PRINTED });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $id, $schema, ...schema }]) => [id, schema]));
}

const contentOf = (type: string, schema: z.ZodType) => ({ [type]: { schema: { $ref: refTo(SCHEMAS.get(schema)?.id ?? "") } } });
const header = (description: string) => ({ description, schema: { type: "integer" } });
const COUNT_HEADERS = {
  "RateLimit-Limit": header("Calls per token and minute."),
  "RateLimit-Remaining": header("Remaining calls in this minute."),
  "RateLimit-Reset": header("Seconds until the window resets."),
};

/** Groups problems by status, since OpenAPI has one response per status. */
function describeProblems(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEM_STATUS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, alike]) => [
      `${status}`,
      {
        description: alike.map((code) => `${code}: ${words.problem[code].title}`).join("\n\n"),
        content: contentOf("application/problem+json", problemSchema),
        ...(status === 429 ? { headers: { "Retry-After": header("Seconds to wait.") } } : {}),
      },
    ]),
  );
}

function describeParameters({ path, query }: Operation): object[] {
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: "input", ...PRINTED });
  const isRequired = (name: string): boolean => required.includes(name);
  const parameters = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    ...(isRequired(name) ? { required: true } : {}),
    schema,
  }));
  return [...ids, ...parameters];
}

const headerParameter = (name: string, description: string) => ({ name, in: "header", description, schema: { type: "string" } });

function describeHeaders({ method, waited }: Operation): object[] {
  if (method === "GET") return [headerParameter("If-None-Match", "The ETag of an answer that the caller has.")];
  const key = headerParameter(
    "Idempotency-Key",
    "For a day, the same call with this key is answered with the first answer and does nothing again.",
  );
  return waited
    ? [key, headerParameter("Prefer", "wait=20: answers with status 200 once it has ended, at most that many seconds later.")]
    : [key];
}

function describeBody({ body }: Operation): object {
  const { $schema, ...schema } = z.toJSONSchema(body, { io: "input", ...PRINTED });
  if (Object.keys(schema.properties ?? {}).length === 0) return {};
  return { requestBody: { required: (schema.required ?? []).length > 0, content: { "application/json": { schema } } } };
}

function describeOperation(id: (typeof OPERATION_IDS)[number]): object {
  const operation: Operation = OPERATIONS[id];
  const isRead = operation.method === "GET";
  const file = operation.file?.map((type) => [type, { schema: { type: "string" } }]);
  const answerWith = (schema: z.ZodType) => ({
    description: words.operation[id],
    content: file ? Object.fromEntries(file) : contentOf("application/json", schema),
    headers: COUNT_HEADERS,
  });
  return {
    operationId: id,
    summary: words.operation[id],
    tags: [areaOf(operation.path)],
    security: [{ token: [operation.scope] }],
    parameters: [...describeParameters(operation), ...describeHeaders(operation)],
    ...describeBody(operation),
    responses: {
      [operation.status]: answerWith(operation.answer),
      ...(operation.waited ? { 200: answerWith(operation.waited) } : {}),
      ...(isRead ? { 304: { description: "Unchanged: the ETag is in If-None-Match." } } : {}),
      ...describeProblems([...new Set([...operation.problems, ...(isRead ? [] : WRITE_PROBLEMS), ...COMMON_PROBLEMS])]),
    },
  };
}

/** The API as OpenAPI 3.1, generated from the schemas of its routes. @param origin public origin of the API */
export function describeApi(origin: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const id of OPERATION_IDS) {
    const { path, method } = OPERATIONS[id];
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(id) };
  }
  const { getAddresses } = PUBLIC_OPERATIONS;
  paths[getAddresses.path] = {
    get: {
      operationId: "getAddresses",
      summary: words.operation.getAddresses,
      tags: [areaOf(getAddresses.path)],
      security: [],
      responses: { 200: { description: words.operation.getAddresses, content: contentOf("application/json", getAddresses.answer) } },
    },
  };
  return {
    openapi: "3.1.0",
    info: { title: "Mooring", version: "1", description: words.description },
    servers: [{ url: `${origin}/api/v1` }],
    tags: AREAS.map((name) => ({ name })),
    paths,
    components: { schemas: describeSchemas(), securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  };
}
