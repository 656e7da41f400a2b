import { answerProblem } from "@/lib/api/problems";

/** The methods that Next routes. */
export const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Handlers<Served extends "GET" | "POST"> = Record<Exclude<Method, Served | (Served extends "GET" ? "HEAD" : never)>, () => Response>;

/**
 * Handlers for the methods that a route does not serve. They answer 405 as a problem document, which Next's own answer is not. No token is
 * required: OpenAPI is public. HEAD is served by GET.
 */
export function otherMethods<Served extends "GET" | "POST">(served: Served): Handlers<Served> {
  const allow = served === "GET" ? "GET, HEAD, OPTIONS" : `${served}, OPTIONS`;
  const refuse = (): Response => answerProblem({ code: "method_not_allowed" }, { allow });
  const handlers: Partial<Record<Method, () => Response>> = Object.fromEntries(METHODS.map((method) => [method, refuse]));
  handlers.OPTIONS = () => new Response(null, { status: 204, headers: { allow } });
  delete handlers[served];
  if (served === "GET") delete handlers.HEAD;
  return handlers as Handlers<Served>;
}
