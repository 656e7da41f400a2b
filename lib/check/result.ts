import { z } from "zod";
import { CAUSE_CODES, LAYERS } from "@/lib/check/causes";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { LANES } from "@/lib/health/lane/lane-name";

// The document that a check produces: printed by the command line, stored by the worker, shown by the page.

export const VERDICTS = ["healthy", "degraded", "blocked", "unreachable", "refused"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const METHODS = ["GET", "POST", "OPTIONS", "PATCH", "DELETE"] as const;

/** How a probe ended, by its lowest failing layer; `answered`: a complete HTTP response head arrived. */
const OUTCOMES = ["answered", "refused_target", "dns_failed", "connect_failed", "tls_failed", "no_answer"] as const;

/** Who answered, decided by the shape of the response before its status. */
const REACHED = ["application", "in_front", "web_server", "challenge", "other", "nothing"] as const;
export type Reached = (typeof REACHED)[number];

const milliseconds = z.number().nonnegative().nullable();

export const probeSchema = z.object({
  id: z.string(),
  /** The rule that sent it: a code of lib/check/probe/ask-rules.ts. */
  purpose: z.string(),
  method: z.string(),
  /** Secrets masked. */
  path: z.string(),
  userAgent: z.string(),
  /** Secrets masked. */
  headers: z.record(z.string(), z.string()),
  /** Local source address; null if the system chose it. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** The source address's region, if the operator names regions. */
  region: z.string().optional(),
  source: z.enum(["egress", "control", "default"]),
  outcome: z.enum(OUTCOMES),
  status: z.number().int().nullable(),
  reached: z.enum(REACHED),
  /** Whether the request passed: the shop answered, or a proxy that does not refuse OPTIONS. */
  passed: z.boolean(),
  /** The software that answered and by what it was recognised; null if unknown. */
  answeredBy: z.object({ software: z.string(), evidence: z.string() }).nullable(),
  /** Closed set of lib/connectors/net/failures.ts, or null. */
  failure: z.string().nullable(),
  /** A phase that did not happen is null, never 0. */
  timingsMs: z.object({ dns: milliseconds, connect: milliseconds, tls: milliseconds, firstByte: milliseconds, total: milliseconds }),
  /** False if it reused a connection of an earlier probe. */
  coldConnection: z.boolean(),
  at: z.iso.datetime(),
  /** Identifying headers and the first bytes of the body; control characters removed, secrets masked. */
  answer: z.object({ headers: z.record(z.string(), z.string()), bodyStart: z.string(), bodyBytes: z.number().int() }).nullable(),
});

const comparedProbeSchema = probeSchema.pick({
  id: true,
  purpose: true,
  method: true,
  path: true,
  userAgent: true,
  from: true,
  outcome: true,
  reached: true,
  passed: true,
  at: true,
});

export const causeSchema = z.object({
  code: z.enum(CAUSE_CODES),
  layer: z.enum(LAYERS),
  methods: z.array(z.string()),
  userAgents: z.array(z.string()),
  addresses: z.array(z.string()),
  /** Software that refuses, from the fingerprint table; null if unknown. */
  blocker: z.string().nullable(),
  affects: z.array(z.enum(LANES)),
  certainty: z.enum(["proven", "single_observation"]),
  /** Ids of two probes that differ in one thing; `pass` is null for a single observation. */
  evidence: z.object({ pass: z.string().nullable(), fail: z.string().nullable() }),
  reason: z.string().nullable(),
  /** Parameters of `reason`, e.g. the path found or the missing issuer. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

/** The part of a stored check that is compared with a newer one. */
export const comparedCheckSchema = z.object({
  /** When it ended: ISO, UTC. */
  at: z.date().transform((at) => at.toISOString()),
  causes: z.array(causeSchema),
  probes: z.array(comparedProbeSchema),
});

export const checkResultSchema = z.object({
  schema: z.literal(1),
  url: z.string(),
  /** Where the shop answered, after redirects to the same address. */
  effectiveUrl: z.string().nullable(),
  shopSystem: z.enum(SHOP_SYSTEMS).nullable(),
  shopSystemEvidence: z.array(z.string()),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  requests: z.number().int().nonnegative(),
  verdict: z.enum(VERDICTS),
  server: z.object({ software: z.string().nullable(), version: z.string().nullable(), evidence: z.array(z.string()) }),
  /** Credentials, methods, User-Agents and addresses that could not be tested: a note, which never changes the verdict. */
  untested: z.array(z.string()),
  causes: z.array(causeSchema),
  probes: z.array(probeSchema),
});

export type Probe = z.infer<typeof probeSchema>;
export type ComparedCheck = z.infer<typeof comparedCheckSchema>;
export type ComparedProbe = z.infer<typeof comparedProbeSchema>;
export type Cause = z.infer<typeof causeSchema>;
export type CheckResult = z.infer<typeof checkResultSchema>;
