import { answerProblem } from "@/lib/api/problems";

/** Those that Next hands to a route. */
export const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Handlers<Served extends "GET" | "POST"> = Record<Exclude<Method, Served | (Served extends "GET" ? "HEAD" : never)>, () => Response>;

/**
 * What a route exports beside the one method that it serves, so that a program is refused in the shape that it reads: Next by itself answers a
 * bare 405. HEAD comes with GET. Nobody has to show a token for it: the description says as much.
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
