import type { Route } from "next";

/** Behind the path of a page: its query, or nothing. */
export type Query = "" | `?${string}`;

/** Of an object, what is empty is left out. */
export function printQuery(values: URLSearchParams | Readonly<Record<string, string | number | false | null | undefined>>): Query {
  const given =
    values instanceof URLSearchParams ? values : Object.entries(values).flatMap(([name, value]) => (value ? [[name, `${value}`]] : []));
  const printed = new URLSearchParams(given).toString();
  return printed === "" ? "" : `?${printed}`;
}

/** Checks the path of a page where it is written: without a type of its own, TypeScript takes no path with parameters for a `Route`. */
export const route = <T extends string>(href: Route<T>): Route => href as string as Route;
