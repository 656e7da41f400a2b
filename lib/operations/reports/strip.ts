import { maskSecrets } from "@/lib/check/diagnosis/fixes/mask-secrets";
import type { Cause, Probe } from "@/lib/check/result";

// What leaves the merchant's account is chosen field by field here: no body and no header of the shop but the name of its server, our own headers with
// keys masked, no value of
// a parameter that looks like a secret, no name or password inside an address.

/** An address without user, password and the values of secret parameters; other texts come back with their parameters masked. */
export function stripAddress(text: string): string {
  const [address = ""] = text.split("#");
  return maskSecrets(address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1"));
}

/** The name that a server gives itself, cut to what such a name is made of. */
const stripServer = (server: string | undefined): Record<string, string> =>
  server === undefined ? {} : { server: server.replace(/[^A-Za-z0-9 ./()_+-]/g, "").slice(0, 60) };

/** A request with its own headers, the status of its answer and the software that gave it. */
export const stripProbe = (probe: Probe): Probe => ({
  ...probe,
  path: stripAddress(probe.path),
  ...(probe.answeredBy ? { answeredBy: { software: probe.answeredBy.software, evidence: "" } } : {}),
  answer: probe.answer && { headers: stripServer(probe.answer.headers["server"]), bodyStart: "", bodyBytes: probe.answer.bodyBytes },
});

/** A cause with the addresses in its details stripped. */
export const stripCause = (cause: Cause): Cause => ({
  ...cause,
  details: Object.fromEntries(
    Object.entries(cause.details).map(([name, value]) => [name, typeof value === "string" ? stripAddress(value) : value]),
  ),
});
