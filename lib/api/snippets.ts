// Commands and code that make one call, as the reference shows them.

/** What a caller writes for one call. */
export interface ExampleCall {
  method: string;
  path: string;
  /** Values by name, for the ids in the path. */
  ids: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Null without a body. */
  body: object | null;
  /** It answers a file instead of JSON. */
  isFile?: boolean;
}

/** Quotes a text for a shell, in which only the variable of the token is replaced. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const addressOf = ({ path, ids, query }: ExampleCall): string => {
  const printed = new URLSearchParams(query).toString();
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? "")) + (printed === "" ? "" : `?${printed}`);
};

/** @param base the address of the API, such as https://mooring.example/api/v1 */
export function printCurl(base: string, call: ExampleCall, needsToken: boolean): string {
  const { method, body } = call;
  const lines = [
    `curl -sS ${method === "GET" ? "" : `-X ${method} `}${quote(base + addressOf(call))}`,
    ...(needsToken ? ['-H "Authorization: Bearer $MOORING_TOKEN"'] : []),
    ...(body ? ["-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body))}`] : []),
  ];
  return lines.join(" \\\n  ");
}

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);

/** A literal as a person would write it: names of fields without quotes, and on one line what fits. */
function printLiteral(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
  const printParts = (inside: string): string[] =>
    Array.isArray(value)
      ? value.map((entry) => printLiteral(entry, inside))
      : Object.entries(value).map(([name, entry]) => `${isName(name) ? name : JSON.stringify(name)}: ${printLiteral(entry, inside)}`);
  const flat = `${open}${printParts(indent).join(", ")}${close}`;
  if (flat.length + indent.length <= MAX_WIDTH && !flat.includes("\n")) return flat;
  return `${open.trim()}\n${printParts(deeper)
    .map((part) => `${deeper}${part},\n`)
    .join("")}${indent}${close.trim()}`;
}
const MAX_WIDTH = 76;

/** The call with the typed client (lib/api/client). */
export function printTypeScript({ method, path, ids, query, body, isFile }: ExampleCall): string {
  const params = {
    ...(Object.keys(ids).length > 0 ? { path: ids } : {}),
    ...(Object.keys(query).length > 0 ? { query } : {}),
  };
  const init = { ...(Object.keys(params).length > 0 ? { params } : {}), ...(body ? { body } : {}), ...(isFile ? { parseAs: "text" } : {}) };
  const given = Object.keys(init).length > 0 ? `, ${printLiteral(init, "  ")}` : "";
  return `const answer = await answerOf(\n  client.${method}(${JSON.stringify(path)}${given}),\n);`;
}

export const printSetup = (origin: string): string =>
  `import { answerOf, makeClient } from "./client";

const client = makeClient({
  url: ${JSON.stringify(origin)},
  token: process.env.MOORING_TOKEN ?? "",
});`;
