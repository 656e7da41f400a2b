import type {
  CredentialFindings,
  Findings,
  LocationFindings,
  RedirectFindings,
  ServerFindings,
  TimeFindings,
} from "@/lib/check/probe/findings";

// The diagnosis reads findings through these accessors alone, one per phase of the experiment: their shape can change here in one place.

/** User-Agents and addresses, and what each cell of the matrix shows. */
export type VisitorFacts = Pick<Findings, "platform" | "agents" | "egress" | "control" | "matrix" | "working" | "beside">;
export const visitorFacts = (findings: Findings): VisitorFacts => findings;

/** Extra requests about refused methods. */
export const methodFacts = (findings: Findings): Pick<Findings, "ruleQuestions"> => findings;

/** Where the shop and its API were found. */
export const locationFacts = (findings: Findings): LocationFindings => findings.location;

/** Redirects that lead nowhere, and refusals before one. */
export const redirectFacts = (findings: Findings): RedirectFindings => findings.redirects;

/** Requests whose outcome changed during the check: limits, bans, outages, several servers. */
export const timeFacts = (findings: Findings): TimeFindings => findings.time;

export const cacheFacts = (findings: Findings): Pick<ServerFindings, "cached"> => findings.server;

/** Requests with credentials, and the same ones without. */
type CredentialFacts = CredentialFindings & Pick<ServerFindings, "substitutedPage">;
export const credentialFacts = ({ key, server: { substitutedPage } }: Findings): CredentialFacts => ({ ...key, substitutedPage });
