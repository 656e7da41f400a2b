import { answerProblem } from "@/lib/api/problems";

/** The methods that Next can route. */
export const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Handlers<Served extends Method> = Record<Exclude<Method, Served | (Served extends "GET" ? "HEAD" : never)>, () => Response>;

/**
 * Handlers for methods that a route does not serve: 405 as a problem document, unlike Next's own response. They require no token, since
 * OpenAPI is public. GET serves HEAD.
 */
export function otherMethods<Served extends Method>(...served: Served[]): Handlers<Served> {
  const isServed = (method: Method): boolean => served.some((one) => one === method || (one === "GET" && method === "HEAD"));
  const allow = METHODS.filter((method) => isServed(method) || method === "OPTIONS")
    .sort((a, b) => Number(a === "OPTIONS") - Number(b === "OPTIONS"))
    .join(", ");
  const refuse = (): Response => answerProblem({ code: "method_not_allowed" }, { allow });
  const handlers: Partial<Record<Method, () => Response>> = Object.fromEntries(
    METHODS.filter((method) => !isServed(method)).map((method) => [method, refuse]),
  );
  handlers.OPTIONS = () => new Response(null, { status: 204, headers: { allow } });
  return handlers as Handlers<Served>;
}
