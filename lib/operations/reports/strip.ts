import { maskQuery } from "@/lib/base/mask-secrets";
import type { Cause, Probe } from "@/lib/check/result";

// Allow-list of the fields that may leave a merchant's account: no bodies, only the Server header of responses, request headers with masked
// credentials, and no secret parameters, users or passwords in URLs.

/** A URL without user, password and the values of secret parameters; in any other text these parameters are masked. */
export function stripAddress(text: string): string {
  const [address = ""] = text.split("#");
  return maskQuery(address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1"));
}

/** The Server header, reduced to valid characters. */
const stripServer = (server: string | undefined): Record<string, string> =>
  server === undefined ? {} : { server: server.replace(/[^A-Za-z0-9 ./()_+-]/g, "").slice(0, 60) };

/** A request with its headers, response status and the software that responded. */
export const stripProbe = (probe: Probe): Probe => ({
  ...probe,
  path: stripAddress(probe.path),
  ...(probe.answeredBy ? { answeredBy: { software: probe.answeredBy.software, evidence: "" } } : {}),
  answer: probe.answer && { headers: stripServer(probe.answer.headers["server"]), bodyStart: "", bodyBytes: probe.answer.bodyBytes },
});

export const stripCause = (cause: Cause): Cause => ({
  ...cause,
  details: Object.fromEntries(
    Object.entries(cause.details).map(([name, value]) => [name, typeof value === "string" ? stripAddress(value) : value]),
  ),
});
