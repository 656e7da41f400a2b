import {
  type CallToolResult,
  createMcpHandler,
  McpServer,
  originValidationResponse,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { admitCall, findRefusal, MAX_BODY_BYTES, reportFailure } from "@/lib/api/admit-call";
import { openTexts } from "@/lib/api/present";
import { answerProblem, invalid, type Problem, problemDocument } from "@/lib/api/problems";
import { isWellFormed, readText } from "@/lib/api/read-text";
import type { TokenEntry } from "@/lib/api/token";
import { markForeign } from "@/lib/api/tools/foreign";
import { READ_TOOLS } from "@/lib/api/tools/read-tools";
import type { Tool, ToolAnswer } from "@/lib/api/tools/tool";
import { whereIsOrder } from "@/lib/api/tools/where-is-order";
import { WRITE_TOOLS } from "@/lib/api/tools/write-tools";
import { parseJson } from "@/lib/base/parse-json";
import { type Result, refuse } from "@/lib/base/result";
import { DEFAULT_LOCALE, isLocale, type Locale, negotiateLocale } from "@/lib/i18n/locales";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { publicOrigin } from "@/lib/infra/public-origin";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { serveMerchant } from "@/lib/infra/served-merchant";
import type { Words } from "@/lib/notify/words";

export const TOOLS: readonly Tool[] = [...READ_TOOLS, whereIsOrder, ...WRITE_TOOLS];

const callSchema = z.object({ method: z.literal("tools/call"), params: z.object({ name: z.string() }) });

/** The tool that a message calls, if there is one of that name. */
const calledTool = (message: unknown): Tool | undefined => {
  const call = callSchema.safeParse(message).data;
  return call && TOOLS.find(({ name }) => name === call.params.name);
};

/**
 * Serves tools to agents by the Model Context Protocol: streamable HTTP without sessions. A token passes what it passes at the API, and sees the
 * tools that its scopes allow. Another authentication, such as OAuth, only has to return a TokenEntry from `admitCall`.
 */
export async function serveTools(request: Request): Promise<Response> {
  let headers = new Headers();
  try {
    // A page that was led here by DNS rebinding still names its own origin.
    const foreign = originValidationResponse(request, [new URL(publicOrigin()).hostname]);
    if (foreign) return foreign;
    const admitted = await admitCall(request);
    if (admitted instanceof Response) return admitted;
    headers = admitted.headers;
    const bytes = await readRequestBody(request, MAX_BODY_BYTES);
    if (bytes === null) return answerProblem(invalid("body", "too_large"), headers);
    const text = readText(bytes);
    if (text === null) return answerProblem(invalid("body", "not_utf8"), headers);
    const message = parseJson(text);
    if (message === undefined || message === null) return answerProblem(invalid("body", "not_json"), headers);
    if (!isWellFormed(message)) return answerProblem(invalid("body", "text_invalid"), headers);
    // Each message is one call of the token's quota.
    if (Array.isArray(message)) return answerProblem(invalid("body", "batch_unsupported"), headers);
    const { entry } = admitted;
    const scope = calledTool(message)?.rules.scope;
    if (scope && !entry.scopes.includes(scope)) return answerProblem({ code: "scope_missing", scope }, headers);
    const locale = negotiateLocale(request.headers.get("accept-language")) ?? DEFAULT_LOCALE;
    const server = await makeServer(entry, locale);
    const response = await createMcpHandler(() => server, { maxSubscriptions: 0 }).fetch(request, { parsedBody: message });
    for (const [name, value] of headers) response.headers.set(name, value);
    return response;
  } catch (error) {
    return answerProblem(reportFailure(error), headers);
  }
}

/** Writes a value that may be null as two branches: some clients know only schemas with a single type. */
function splitTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(splitTypes);
  if (typeof schema !== "object" || schema === null) return schema;
  const { type, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, splitTypes(value)]));
  if (type === undefined) return rest;
  return Array.isArray(type) ? { ...rest, anyOf: type.map((one) => ({ type: one })) } : { type, ...rest };
}

/** The schema of an answer, described for all clients. */
function describeAnswer(answer: z.ZodObject): StandardSchemaWithJSON {
  const print = () => splitTypes(z.toJSONSchema(answer)) as Record<string, unknown>;
  return { "~standard": { ...answer["~standard"], jsonSchema: { input: print, output: print } } };
}

async function makeServer(entry: TokenEntry, locale: Locale): Promise<McpServer> {
  const words = await openTexts(locale);
  const texts = words.from("tools");
  const server = new McpServer({ name: "mooring", title: "Mooring", version: "1" }, { instructions: texts("instructions") });
  for (const tool of TOOLS) {
    const { name, rules, effect, input, answer } = tool;
    if (!entry.scopes.includes(rules.scope)) continue;
    const title = texts(`tool.${name}.title`);
    const annotations = { title, readOnlyHint: effect === "reads", destructiveHint: false, openWorldHint: effect === "asks" };
    server.registerTool(
      name,
      { title, description: texts(`tool.${name}.description`), inputSchema: input, outputSchema: describeAnswer(answer), annotations },
      (typed) => callTool(tool, entry, typed, locale),
    );
  }
  return server;
}

async function callTool(tool: Tool, entry: TokenEntry, typed: Record<string, unknown>, usual: Locale): Promise<CallToolResult> {
  const { language, ...input } = typed;
  const locale = isLocale(language) ? language : usual;
  const words = await openTexts(locale);
  const outcome = await runTool(tool, entry, { input, words }).catch((error: unknown) => refuse(reportFailure(error)));
  if (!outcome.ok) return describeRefusal(outcome.reason, words);
  const { data, lines } = outcome.value;
  return { content: [{ type: "text", text: lines.join("\n") }], structuredContent: data };
}

async function runTool(
  tool: Tool,
  entry: TokenEntry,
  asked: { input: Record<string, unknown>; words: Words },
): Promise<Result<ToolAnswer<Record<string, unknown>>, Problem>> {
  const { scope, scopes, integrationIds: onlyShops } = entry;
  const mayUse = (id: string): boolean => onlyShops.length === 0 || onlyShops.includes(id);
  const details = { tool: tool.name };
  await inMerchant(scope.merchantId, (tx) => recordAudit(tx, scope, { action: "tool_called", details }));
  const refusal = await findRefusal(tool.rules, entry);
  if (refusal) return refuse(refusal);
  const sentences = { locale: asked.words.locale, foreign: markForeign };
  const call = { ...asked, sentences, scope, mayUse, onlyShops, has: (other: (typeof scopes)[number]) => scopes.includes(other) };
  return serveMerchant(scope.merchantId, () => tool.run(call));
}

/**
 * The API's problem: a text in the caller's language, then its document. Not as structured content, which clients compare with the schema of an
 * answer.
 */
function describeRefusal(problem: Problem, words: Words): CallToolResult {
  const say = words.from("tools.answer");
  const texts = words.from("api.problem");
  const { retryAfterSeconds, errors = [], errorId } = problem;
  const [title, detail] = [texts(`${problem.code}.title`), texts(`${problem.code}.todo`)];
  const lines = [
    `${title} ${detail}`,
    ...errors.map(({ field, code }) => say("field", { field, code })),
    ...(retryAfterSeconds === undefined ? [] : [say("retry_after", { seconds: retryAfterSeconds })]),
    ...(errorId === undefined ? [] : [say("field", { field: "errorId", code: errorId })]),
  ];
  const document = { ...problemDocument(problem), title, detail, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  return { content: [lines.join("\n"), JSON.stringify(document)].map((text) => ({ type: "text", text })), isError: true };
}
