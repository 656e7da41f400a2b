import { sample } from "openapi-sampler";
import { AREAS, type Area, areaOf } from "@/lib/api/areas";
import { describeApi } from "@/lib/api/openapi";
import { OPERATION_IDS, type OperationId, type PUBLIC_OPERATIONS } from "@/lib/api/operations";
import { PROBLEM_CODES, type ProblemCode } from "@/lib/api/problems";
import type { ExampleCall } from "@/lib/api/snippets";
import { TOKEN_SCOPES, type TokenScope } from "@/lib/api/token-choices";

// The OpenAPI document as the reference shows it: one entry an operation, with examples made from its schemas.

/** What this module reads of a JSON Schema. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

interface Described {
  operationId: string;
  security: { token?: string[] }[];
  parameters?: { name: string; in: "path" | "query" | "header"; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content & { description: string }>;
}

interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}

/** A field of a body or answer, or a parameter. */
export interface Field {
  name: string;
  type: string;
  isRequired: boolean;
  /** In English. */
  text: string;
  fields: Field[];
}

type ReferenceId = OperationId | keyof typeof PUBLIC_OPERATIONS;

export interface ReferenceOperation extends ExampleCall {
  id: ReferenceId;
  area: Area;
  /** Null if no token is needed. */
  scope: TokenScope | null;
  parameters: Record<"path" | "query" | "header", Field[]>;
  bodyFields: Field[];
  answers: { status: string; fields: Field[]; example: string }[];
  problems: { status: number; code: ProblemCode }[];
}

const MAX_DEPTH = 6;

const nameOfRef = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

function resolve(schema: Schema, { components }: Document): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  return { ...components.schemas[nameOfRef($ref)], ...beside };
}

function typeOf(schema: Schema, document: Document): string {
  const { anyOf, oneOf, items, type, format, ...resolved } = resolve(schema, document);
  const options = anyOf ?? oneOf;
  if (options) return [...new Set(options.map((option) => typeOf(option, document)))].join(" | ");
  if (resolved.const !== undefined) return JSON.stringify(resolved.const);
  if (resolved.enum) return resolved.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (items) {
    const entry = typeOf(items, document);
    return entry.includes(" | ") ? `(${entry})[]` : `${entry}[]`;
  }
  const plain = [type ?? "any"].flat().join(" | ");
  return format ? `${plain} (${format})` : plain;
}

/** The object whose fields a value has: that of a list's entries, or the one beside null. */
function objectIn(schema: Schema, document: Document): Schema | null {
  const resolved = resolve(schema, document);
  if (resolved.properties) return resolved;
  if (resolved.items) return objectIn(resolved.items, document);
  const [only, ...others] = (resolved.anyOf ?? resolved.oneOf ?? []).flatMap((option) => objectIn(option, document) ?? []);
  return only && others.length === 0 ? only : null;
}

const limitsOf = ({ default: usual, minimum, maximum, maxLength }: Schema): string[] => [
  ...(minimum !== undefined && maximum !== undefined ? [`${minimum}–${maximum}.`] : []),
  ...(maxLength === undefined ? [] : [`At most ${maxLength} characters.`]),
  ...(usual === undefined || usual === null || usual === "" ? [] : [`Default: ${JSON.stringify(usual)}.`]),
];

const fieldOf = (name: string, schema: Schema, isRequired: boolean, document: Document, depth = 0): Field => ({
  name,
  type: typeOf(schema, document),
  isRequired,
  text: [...(schema.description ? [schema.description] : []), ...limitsOf(schema)].join(" "),
  fields: fieldsOf(schema, document, depth + 1),
});

function fieldsOf(schema: Schema, document: Document, depth = 0): Field[] {
  const object = depth > MAX_DEPTH ? null : objectIn(schema, document);
  const required = object?.required ?? [];
  return Object.entries(object?.properties ?? {}).map(([name, field]) => fieldOf(name, field, required.includes(name), document, depth));
}

const exampleOf = (schema: Schema, document: Document, onlyRequired = false): unknown =>
  sample(schema as Parameters<typeof sample>[0], { skipNonRequired: onlyRequired, quiet: true }, document);

const schemaIn = (content: Content | undefined): Schema | undefined => content?.content?.["application/json"]?.schema;

/** What must be sent; or everything, if a change names no field that must. */
function bodyOf(method: string, schema: Schema | undefined, document: Document): object | null {
  if (!schema) return null;
  const needed = exampleOf(schema, document, true) as object;
  if (Object.keys(needed).length > 0) return needed;
  return method === "PATCH" ? (exampleOf(schema, document) as object) : null;
}

const toScope = (text: string | undefined): TokenScope | null => TOKEN_SCOPES.find((scope) => scope === text) ?? null;

/** The codes with which a response's description begins each of its lines. */
const problemsOf = (status: string, description: string) =>
  PROBLEM_CODES.filter((code) => description.split("\n").some((line) => line.startsWith(`${code}:`))).map((code) => ({
    status: Number(status),
    code,
  }));

function readOperation(path: string, method: string, described: Described, document: Document): ReferenceOperation {
  const { operationId, security, parameters = [], requestBody, responses } = described;
  const of = (place: "path" | "query" | "header") => parameters.filter((parameter) => parameter.in === place);
  const fields = (place: "path" | "query" | "header"): Field[] =>
    of(place).map(({ name, schema, required = false, description }) =>
      fieldOf(name, description === undefined ? schema : { ...schema, description }, required, document),
    );
  const values = (place: "path" | "query"): Record<string, string> =>
    Object.fromEntries(
      of(place)
        .filter(({ required }) => required)
        .map(({ name, schema }) => [name, `${exampleOf(schema, document)}`]),
    );
  const bodySchema = schemaIn(requestBody);
  return {
    id: operationId as ReferenceId,
    method: method.toUpperCase(),
    path,
    area: areaOf(path),
    scope: toScope(security[0]?.token?.[0]),
    ids: values("path"),
    query: values("query"),
    body: bodyOf(method.toUpperCase(), bodySchema, document),
    isFile: Object.entries(responses).some(([status, { content }]) => status === "200" && content && !content["application/json"]),
    parameters: { path: fields("path"), query: fields("query"), header: fields("header") },
    bodyFields: bodySchema ? fieldsOf(bodySchema, document) : [],
    answers: Object.entries(responses)
      .filter(([status]) => status.startsWith("2"))
      .flatMap(([status, response]) => {
        const schema = schemaIn(response);
        if (!schema) return [];
        return [{ status, fields: fieldsOf(schema, document), example: JSON.stringify(exampleOf(schema, document), null, 2) }];
      }),
    problems: Object.entries(responses).flatMap(([status, { description }]) =>
      Number(status) < 400 ? [] : problemsOf(status, description),
    ),
  };
}

const readAll = (origin: string): ReferenceOperation[] => {
  // As a client gets it: without fields that JSON leaves out.
  const document = JSON.parse(JSON.stringify(describeApi(origin))) as Document;
  const order = ["getAddresses", ...OPERATION_IDS];
  return Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, described]) => readOperation(path, method, described, document)))
    .sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
};

let read: { origin: string; operations: ReferenceOperation[] } | null = null;

/** Every operation of the document. It changes with the version only, so each process reads it once. */
export function readReference(origin: string): readonly ReferenceOperation[] {
  if (read?.origin !== origin) read = { origin, operations: readAll(origin) };
  return read.operations;
}

export const byArea = (operations: readonly ReferenceOperation[]): { area: Area; operations: ReferenceOperation[] }[] =>
  AREAS.map((area) => ({ area, operations: operations.filter((operation) => operation.area === area) }));
