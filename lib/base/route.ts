import type { Route } from "next";

/** Behind the path of a page: its query, or nothing. */
export type Query = "" | `?${string}`;

export function printQuery(params: URLSearchParams): Query {
  const printed = params.toString();
  return printed === "" ? "" : `?${printed}`;
}

/**
 * Checks the path of a page where it is written, and passes it on as a `Route`: without its own type, TypeScript takes no path with parameters
 * for one.
 */
export const route = <T extends string>(href: Route<T>): Route => href as string as Route;
