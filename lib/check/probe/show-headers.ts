import { cleanText } from "@/lib/base/clean-text";
import type { Question } from "@/lib/check/probe/observation";
import { maskSecrets } from "@/lib/check/probe/show-answer";
import type { Probe } from "@/lib/check/result";

const CARRIES_KEY = /authorization|token|key/i;

/** Of a header with a key its scheme alone: signatures are made of secrets that they do not hold as such. */
const hideKey = (value: string): string => `${/^(?:Basic|Bearer|OAuth)(?= )/i.exec(value)?.[0] ?? ""} ***`.trim();

/** What carries no key is our own; a dummy credential is no secret, and a reader who repeats the request needs it. */
export function showHeaders({ request, credential }: Question, secrets: readonly string[]): NonNullable<Probe["headers"]> {
  if (credential === "none" || credential === "dummy") return Object.fromEntries(request.headers);
  const show = (name: string, value: string): string => (CARRIES_KEY.test(name) ? hideKey(value) : maskSecrets(cleanText(value), secrets));
  return Object.fromEntries(request.headers.map(([name, value]) => [name, show(name, value)]));
}
