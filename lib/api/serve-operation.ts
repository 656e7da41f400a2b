import { randomUUID } from "node:crypto";
import { z } from "zod";
import { CALLS_PER_MINUTE, countCall } from "@/lib/api/limits";
import type { Operation } from "@/lib/api/operations";
import { answerProblem, type Problem } from "@/lib/api/problems";
import { findByApiToken } from "@/lib/api/token";
import type { Result } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { browserOf } from "@/lib/identity/auth/browser";
import { log } from "@/lib/infra/log";
import { requestId } from "@/lib/infra/observe/correlation";
import { serveMerchant } from "@/lib/infra/served-merchant";

export interface Reply<Body> {
  body: Body;
  location?: string;
}

interface Call<Served extends Operation> {
  scope: MerchantScope;
  ids: Record<string, string>;
  query: z.output<Served["query"]>;
}

/** Undefined for paths without ids. */
type Params = { params: Promise<Record<string, string> | undefined> };

const bearerOf = (header: string | null): string | null => /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;

const problemsOf = (error: z.ZodError): NonNullable<Problem["errors"]> =>
  error.issues.map(({ path, message }) => ({ field: path.join("."), code: message }));

/**
 * Wraps a route of the API: token → rate limit → permission → ids → query → handler. Only the Authorization header counts: without cookies,
 * cross-site requests carry no credentials.
 */
export function serveOperation<Served extends Operation>(
  operation: Served,
  run: (call: Call<Served>) => Promise<Result<Reply<z.output<Served["answer"]>>, Problem>>,
) {
  return async (request: Request, { params }: Params): Promise<Response> => {
    const token = bearerOf(request.headers.get("authorization"));
    if (token === null) return answerProblem({ code: "token_missing" });
    const headers = new Headers({ "cache-control": "no-store" });
    try {
      const found = await findByApiToken(token, browserOf((name) => request.headers.get(name)).address, new Date());
      if (!found.ok) return answerProblem({ code: found.reason });
      const count = await countCall(found.value.tokenId);
      headers.set("ratelimit-limit", `${CALLS_PER_MINUTE}`);
      headers.set("ratelimit-remaining", `${count.remaining}`);
      headers.set("ratelimit-reset", `${count.resetSeconds}`);
      if (!count.isAllowed) return answerProblem({ code: "rate_limited", retryAfterSeconds: count.resetSeconds }, headers);
      if (operation.permission === "refresh" && found.value.permission !== "refresh")
        return answerProblem({ code: "scope_missing" }, headers);
      const ids = (await params) ?? {};
      if (!Object.values(ids).every((id) => z.uuid().safeParse(id).success)) return answerProblem({ code: "not_found" }, headers);
      const query = operation.query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
      if (!query.success) return answerProblem({ code: "input_invalid", errors: problemsOf(query.error) }, headers);
      const { scope } = found.value;
      const call = { scope, ids, query: query.data as z.output<Served["query"]> };
      const outcome = await serveMerchant(scope.merchantId, () => run(call));
      if (!outcome.ok) return answerProblem(outcome.reason, headers);
      const { body, location } = outcome.value;
      if (location) headers.set("location", location);
      return Response.json(body, { status: operation.status, headers });
    } catch (error) {
      const errorId = requestId() ?? randomUUID();
      log.error({ err: error, errorId }, "API call failed");
      return answerProblem({ code: "internal_error", errorId }, headers);
    }
  };
}
