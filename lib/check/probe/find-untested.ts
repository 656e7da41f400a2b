import { CREDENTIAL_NAMES } from "@/lib/check/credential-names";
import type { Findings } from "@/lib/check/probe/findings";
import { type Observation, passed } from "@/lib/check/probe/observation";
import { isKeySet, isSubstituted } from "@/lib/check/probe/plan/keys/key-test";
import { METHODS } from "@/lib/check/result";

/** The shop answered the credentials, and a write as well if they read orders. */
function isTried(findings: Findings): boolean {
  const { probes } = findings;
  const { read, write } = findings.key;
  if (!read || !(passed(read) || isSubstituted(findings, read))) return false;
  return write !== null || probes.writeMethod === null || read.answer?.status !== 200;
}

export const givenCredentials = (credentials: unknown): string[] =>
  isKeySet(credentials) ? CREDENTIAL_NAMES.filter((name) => typeof credentials[name] === "string" && credentials[name].trim() !== "") : [];

function neverAsked({ egress, agents, probes }: Findings, observations: readonly Observation[]): string[] {
  if (!probes.needsAllMethods) return [];
  const questions = observations.map(({ question }) => question).filter(({ source }) => source.kind !== "control");
  return [
    ...METHODS.filter((method) => !questions.some(({ request }) => request.method === method)),
    ...agents.filter((agent) => !questions.some(({ userAgent }) => userAgent === agent)),
    ...egress.flatMap(({ address }) => (address === null || questions.some(({ source }) => source.address === address) ? [] : [address])),
  ];
}

/** What a check without causes did not try, and credentials that could not be tried. */
export const findUntested = (
  findings: Findings,
  observations: readonly Observation[],
  credentials: unknown,
  hasCauses: boolean,
): string[] => [...(isTried(findings) ? [] : givenCredentials(credentials)), ...(hasCauses ? [] : neverAsked(findings, observations))];
