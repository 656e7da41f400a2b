import { createHash } from "node:crypto";
import { z } from "zod";
import { admitCall, findRefusal, MAX_BODY_BYTES, reportFailure } from "@/lib/api/admit-call";
import { hashCall, keySchema, runOnce } from "@/lib/api/idempotency";
import type { Operation } from "@/lib/api/operation";
import { PLAIN, type Sentences } from "@/lib/api/present";
import { answerProblem, invalid, type Problem } from "@/lib/api/problems";
import { isWellFormed, readText } from "@/lib/api/read-text";
import type { TokenEntry } from "@/lib/api/token";
import { parseJson } from "@/lib/base/parse-json";
import type { Result } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { serveFile } from "@/lib/identity/audit/serve-export";
import { readRequestBody } from "@/lib/infra/read-request-body";
import { serveMerchant } from "@/lib/infra/served-merchant";

export interface Reply<Body> {
  body: Body;
  location?: string;
  /** Of a call that waited for the end of what it started; otherwise the operation's own. */
  status?: 200;
  /** Sent instead of the body. */
  file?: { name: string; pieces: AsyncGenerator<string> };
}

interface Call<Served extends Operation> {
  scope: MerchantScope;
  ids: Record<string, string>;
  query: z.output<Served["query"]>;
  body: z.output<Served["body"]>;
  /** Whether the token may use a shop. Ids in the path were asked already. */
  mayUse: (integrationId: string) => boolean;
  /** The only shops that the token may use; empty allows all. */
  onlyShops: readonly string[];
  /** Seconds that the caller wants to wait for the end of what the call starts; 0 without `Prefer: wait`. */
  waitSeconds: number;
  sentences: Sentences;
}

/** What answers an operation, for its route and for tools that do the same. */
export type Handler<Served extends Operation> = (
  call: Call<Served>,
) => Promise<Result<Reply<z.output<Served["answer"]> | WaitedOf<Served>>, Problem>>;

type WaitedOf<Served extends Operation> = Served extends { waited: z.ZodType } ? z.output<Served["waited"]> : never;

/** Undefined for paths without ids. */
type Params = { params: Promise<Record<string, string> | undefined> };

const MAX_WAIT_SECONDS = 20;

const waitOf = (header: string | null): number =>
  Math.min(MAX_WAIT_SECONDS, Number(/(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])/i.exec(header ?? "")?.[1] ?? 0));

/** Messages of our own schemas are codes; those of zod are sentences, which would change with its versions. */
const isCode = (text: string): boolean => /^[a-z][a-z0-9_]*$/.test(text);

const problemsOf = (error: z.ZodError): NonNullable<Problem["errors"]> =>
  error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ field: [...issue.path, key].join("."), code: "field_unknown" }));
    return [{ field: issue.path.join(".") || "body", code: isCode(issue.message) ? issue.message : "field_invalid" }];
  });

/** Adds an ETag to an answer to GET, or answers 304 if the caller has it. A file is not read for it. */
async function withTag(request: Request, response: Response): Promise<Response> {
  if (response.status !== 200 || response.headers.has("content-disposition")) return response;
  const tag = `"${createHash("sha256")
    .update(await response.clone().text())
    .digest("base64url")
    .slice(0, 22)}"`;
  response.headers.set("etag", tag);
  const known = (request.headers.get("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(tag) || known.includes("*") ? new Response(null, { status: 304, headers: response.headers }) : response;
}

/** Checks ids, query and body, then runs the handler. */
async function answerCall<Served extends Operation>(
  operation: Served,
  run: (call: Call<Served>) => Promise<Result<Reply<unknown>, Problem>>,
  {
    request,
    ids,
    text,
    entry,
    headers,
  }: { request: Request; ids: Record<string, string>; text: string; entry: TokenEntry; headers: Headers },
): Promise<Response> {
  const { scope, integrationIds: onlyShops } = entry;
  const mayUse = (id: string): boolean => onlyShops.length === 0 || onlyShops.includes(id);
  const isKnown = Object.entries(ids).every(([name, id]) => z.uuid().safeParse(id).success && (name !== "integrationId" || mayUse(id)));
  if (!isKnown) return answerProblem({ code: "not_found" }, headers);
  const { searchParams } = new URL(request.url);
  const asked = Object.fromEntries(searchParams);
  const repeated = [...Map.groupBy(searchParams, ([name]) => name)].find(([, values]) => values.length > 1);
  if (repeated) return answerProblem(invalid(repeated[0], "field_repeated"), headers);
  const broken = Object.entries(asked).find((pair) => !isWellFormed(pair));
  if (broken) return answerProblem(invalid(broken[0], "text_invalid"), headers);
  const query = operation.query.safeParse(asked);
  if (!query.success) return answerProblem({ code: "input_invalid", errors: problemsOf(query.error) }, headers);
  const typed = text.trim() === "" ? {} : parseJson(text);
  if (typed === undefined || typed === null) return answerProblem(invalid("body", "not_json"), headers);
  if (!isWellFormed(typed)) return answerProblem(invalid("body", "text_invalid"), headers);
  const body = operation.body.safeParse(typed);
  if (!body.success) return answerProblem({ code: "input_invalid", errors: problemsOf(body.error) }, headers);
  const { status: usual } = operation as Operation;
  const refusal = await findRefusal(operation, entry);
  if (refusal) return answerProblem(refusal, headers);
  const input = { query: query.data as z.output<Served["query"]>, body: body.data as z.output<Served["body"]> };
  const waitSeconds = waitOf(request.headers.get("prefer"));
  const call = { scope, ids, mayUse, onlyShops, waitSeconds, sentences: PLAIN, ...input };
  const outcome = await serveMerchant(scope.merchantId, () => run(call));
  if (!outcome.ok) return answerProblem(outcome.reason, headers);
  const { body: answer, location, status, file } = outcome.value;
  if (file) return serveFile(file.pieces, file.name, headers);
  if (location) headers.set("location", location);
  return Response.json(answer, { status: status ?? usual, headers });
}

/**
 * Wraps a route of the API: token → rate limit → scope → ids → query → body → handler, once per Idempotency-Key. Only the Authorization header
 * counts: without cookies, cross-site requests carry no credentials.
 */
export function serveOperation<Served extends Operation>(operation: Served, run: Handler<Served>) {
  return async (request: Request, { params }: Params): Promise<Response> => {
    let headers = new Headers();
    try {
      const admitted = await admitCall(request);
      if (admitted instanceof Response) return admitted;
      const { entry } = admitted;
      headers = admitted.headers;
      if (!entry.scopes.includes(operation.scope)) return answerProblem({ code: "scope_missing", scope: operation.scope }, headers);
      const ids = (await params) ?? {};
      const bytes = request.method === "GET" ? new Uint8Array() : await readRequestBody(request, MAX_BODY_BYTES);
      if (bytes === null) return answerProblem(invalid("body", "too_large"), headers);
      const text = readText(bytes);
      if (text === null) return answerProblem(invalid("body", "not_utf8"), headers);
      const answer = (): Promise<Response> => answerCall(operation, run, { request, ids, text, entry, headers });
      const key = request.headers.get("idempotency-key");
      if (request.method === "GET") return await withTag(request, await answer());
      if (key === null) return await answer();
      if (!keySchema.safeParse(key).success) return answerProblem(invalid("Idempotency-Key", "key_invalid"), headers);
      const call = {
        merchantId: entry.scope.merchantId,
        tokenId: entry.tokenId,
        key,
        hash: hashCall(request, text),
        secretField: (operation as Operation).secretField,
      };
      const response = await runOnce(call, answer);
      if (response === "reused") return answerProblem({ code: "key_reused" }, headers);
      if (response === "running") return answerProblem({ code: "call_running", retryAfterSeconds: 1 }, headers);
      return response;
    } catch (error) {
      return answerProblem(reportFailure(error), headers);
    }
  };
}
