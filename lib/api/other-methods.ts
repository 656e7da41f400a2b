import { answerProblem } from "@/lib/api/problems";

/** The methods that Next can route. */
export const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Handlers<Served extends "GET" | "POST"> = Record<Exclude<Method, Served | (Served extends "GET" ? "HEAD" : never)>, () => Response>;

/**
 * Handlers for methods that a route does not serve: 405 as a problem document, unlike Next's own response. They require no token, since
 * OpenAPI is public. GET serves HEAD.
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
