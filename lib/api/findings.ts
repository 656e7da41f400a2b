import { z } from "zod";
import { CAUSE_CODES } from "@/lib/check/causes";
import type { CheckView } from "@/lib/check/data";
import { describeCause, nameAnswerer } from "@/lib/check/diagnosis/describe-cause";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { type Cause, type CheckResult, causeSchema, type Probe, probeSchema } from "@/lib/check/result";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import type { Words } from "@/lib/notify/words";
import { stripCause, stripProbe } from "@/lib/operations/reports/strip";

// What a check proves, as the page of the shop shows it: without bodies and secrets.

const PARTS = ["method", "path", "userAgent", "from"] as const;

export const requestSchema = probeSchema
  .pick({ method: true, path: true, userAgent: true, from: true, status: true, at: true })
  .extend({ answer: z.string().describe("Who answered, or why no one did.") });

export const findingSchema = z.object({
  code: z.enum(CAUSE_CODES),
  title: z.string(),
  explanation: z.string(),
  reason: z.string().nullable(),
  certainty: causeSchema.shape.certainty,
  passes: requestSchema.nullable().describe("The request that the shop answered; null for a single observation."),
  fails: requestSchema.nullable(),
  differsIn: z.array(z.enum(PARTS)).describe("All in which the two requests differ."),
  fix: z
    .object({ software: z.string(), whoDoes: z.string(), steps: z.array(z.string()) })
    .nullable()
    .describe("The likeliest one."),
});

export const checkRequestsSchema = z.object({
  checkId: z.uuid(),
  findings: z.array(findingSchema).describe("In the order of the check's causes."),
  requests: z
    .array(
      requestSchema.extend({
        ...probeSchema.pick({ purpose: true, outcome: true, passed: true }).shape,
        milliseconds: z.number().nullable(),
      }),
    )
    .describe("All that it sent, in order."),
});

/** One cause with the two requests that prove it. @param mark marks what the shop says */
export function describeFinding(
  words: Words,
  result: CheckResult,
  found: Cause,
  mark: (cause: Cause) => Cause = (cause) => cause,
): z.output<typeof findingSchema> {
  const { title, explanation, reason } = describeCause(words.from("causes"), words.locale, mark(stripCause(found)));
  const [pass, fail] = [found.evidence.pass, found.evidence.fail].map((id) => result.probes.find((probe) => probe.id === id));
  const differsIn = PARTS.filter((part) => pass && fail && pass[part] !== fail[part]);
  const [passes = null, fails = null] = [pass, fail].map((probe) => (probe ? describeRequest(words, probe) : null));
  return findingSchema.parse({ ...found, title, explanation, reason, passes, fails, differsIn, fix: findFix(words, found, result) });
}

function describeRequest(words: Words, given: Probe): z.output<typeof requestSchema> {
  const probe = stripProbe(given);
  const name = nameAnswerer(words.from("causes"), probe);
  const reached = words.from("checks.probe")(`reached.${probe.reached}`);
  return {
    ...probe,
    answer: probe.status === null ? describeFailure(words.from("checks"), probe) : `${reached}${name ? ` (${name})` : ""}`,
  };
}

export function presentCheckRequests(words: Words, { id: checkId, result }: CheckView): z.output<typeof checkRequestsSchema> {
  return checkRequestsSchema.parse({
    checkId,
    findings: result?.causes.map((cause) => describeFinding(words, result, cause)) ?? [],
    requests: result?.probes.map((probe) => ({ ...describeRequest(words, probe), milliseconds: probe.timingsMs.total })) ?? [],
  });
}

function findFix(words: Words, cause: Cause, { url, shopSystem, server }: CheckResult) {
  const [fix] = fixesFor(cause, {
    url,
    shopSystem,
    server: server.software,
    addresses: outsideConfig().egress.addresses,
    userAgents: userAgents(shopSystem ?? "woocommerce"),
    methods: REQUIRED_METHODS,
  });
  if (!fix) return null;
  const { software, fixer, steps } = describeFix(words.from("fixes"), fix);
  return { software, whoDoes: fixer, steps };
}
