import type { Route } from "next";

/** What follows the path of a page: its query, or nothing. */
export type Query = "" | `?${string}`;

/** Omits empty values of an object. */
export function printQuery(values: URLSearchParams | Readonly<Record<string, string | number | false | null | undefined>>): Query {
  const given =
    values instanceof URLSearchParams ? values : Object.entries(values).flatMap(([name, value]) => (value ? [[name, `${value}`]] : []));
  const printed = new URLSearchParams(given).toString();
  return printed === "" ? "" : `?${printed}`;
}

/** Type-checks a page's path where it is written: TypeScript does not infer a `Route` from a path with parameters. */
export const route = <T extends string>(href: Route<T>): Route => href as string as Route;
