import { z } from "zod";
import { COMMON_PROBLEMS, OPERATION_IDS, OPERATIONS, type Operation } from "@/lib/api/operations";
import { PROBLEM_STATUS, type ProblemCode, problemSchema } from "@/lib/api/problems";
import * as resources from "@/lib/api/resources";
import words from "@/lib/i18n/messages/en/api.json";

const SCHEMAS = z.registry<{ id: string }>();
SCHEMAS.add(resources.laneSchema, { id: "Lane" });
SCHEMAS.add(resources.integrationSchema, { id: "Integration" });
SCHEMAS.add(resources.integrationListSchema, { id: "IntegrationList" });
SCHEMAS.add(resources.runSchema, { id: "Run" });
SCHEMAS.add(resources.runListSchema, { id: "RunList" });
SCHEMAS.add(resources.checkSchema, { id: "Check" });
SCHEMAS.add(resources.startedRefreshSchema, { id: "StartedRefresh" });
SCHEMAS.add(resources.orderLookupSchema, { id: "OrderLookup" });
SCHEMAS.add(problemSchema, { id: "Problem" });

const refTo = (id: string): string => `#/components/schemas/${id}`;

function describeSchemas(): Record<string, object> {
  const { schemas } = z.toJSONSchema(SCHEMAS, { uri: refTo });
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
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: "input" });
  const isRequired = (name: string): boolean => required.includes(name);
  const parameters = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    ...(isRequired(name) ? { required: true } : {}),
    schema,
  }));
  return [...ids, ...parameters];
}

function describeOperation(id: (typeof OPERATION_IDS)[number]): object {
  const operation: Operation = OPERATIONS[id];
  return {
    operationId: id,
    summary: words.operation[id],
    security: [{ token: [] }],
    parameters: describeParameters(operation),
    responses: {
      [operation.status]: {
        description: words.operation[id],
        content: contentOf("application/json", operation.answer),
        headers: COUNT_HEADERS,
      },
      ...describeProblems([...operation.problems, ...COMMON_PROBLEMS]),
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
  return {
    openapi: "3.1.0",
    info: { title: "Mooring", version: "1", description: words.description },
    servers: [{ url: `${origin}/api/v1` }],
    paths,
    components: { schemas: describeSchemas(), securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  };
}
