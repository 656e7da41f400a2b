import type { Findings } from "@/lib/check/probe/findings";

// The diagnosis reads findings through these accessors alone, one per phase of the experiment: their shape can change here in one place.

/** User-Agents and addresses, and what each cell of the matrix shows. */
export type VisitorFacts = Pick<Findings, "platform" | "agents" | "egress" | "control" | "matrix" | "working" | "beside">;
export const visitorFacts = (findings: Findings): VisitorFacts => findings;

/** Extra requests about refused methods. */
export const methodFacts = (findings: Findings): Pick<Findings, "ruleQuestions"> => findings;

/** Where the shop and its API were found. */
export const locationFacts = (findings: Findings): Pick<Findings, "homePage" | "place" | "otherPlatform"> => findings;

/** Redirects that lead nowhere, and refusals before one. */
export const redirectFacts = (findings: Findings): Pick<Findings, "redirectLoop" | "deadRedirect" | "refusedBefore"> => findings;

/** Requests whose outcome changed during the check: limits, bans, outages, several servers. */
type TimeFacts = Pick<Findings, "limited" | "countsByUrl" | "banned" | "brokeDown" | "turns">;
export const timeFacts = (findings: Findings): TimeFacts => findings;

export const cacheFacts = (findings: Findings): Pick<Findings, "cached"> => findings;

/** Requests with credentials, and the same ones without. */
type CredentialFacts = Pick<Findings, "canary" | "read" | "write" | "keys" | "unkeyed" | "replaced" | "isBehindKey" | "refusedName">;
export const credentialFacts = (findings: Findings): CredentialFacts => findings;
