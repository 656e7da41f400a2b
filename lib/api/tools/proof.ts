import { z } from "zod";
import { checkSchema } from "@/lib/api/resources";
import { markCause } from "@/lib/api/tools/foreign";
import type { ToolAnswer, ToolCall } from "@/lib/api/tools/tool";
import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import type { CheckView } from "@/lib/check/data";
import { describeCause, nameAnswerer } from "@/lib/check/diagnosis/describe-cause";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { failedPairKey } from "@/lib/check/failed-pair-key";
import { type CheckResult, causeSchema, type Probe, probeSchema } from "@/lib/check/result";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import { stripCause, stripProbe } from "@/lib/operations/reports/strip";

const PARTS = ["method", "path", "userAgent", "from"] as const;

const requestSchema = probeSchema
  .pick({ method: true, path: true, userAgent: true, from: true, status: true, at: true })
  .extend({ answer: z.string().describe("Who answered, or why no one did.") });

export const proofSchema = z.object({
  ...checkSchema.pick({ id: true, integrationId: true, finishedAt: true, verdict: true, causeCodes: true }).shape,
  proof: z
    .object({
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
    })
    .nullable()
    .describe("Null if the check found nothing of this."),
});

/** The requests on which a cause is based, as the page of the shop shows them: without bodies and secrets. */
export function describeProof(
  call: Pick<ToolCall<unknown>, "words">,
  { result, ...check }: CheckView,
  code: CauseCode | null,
): ToolAnswer<z.input<typeof proofSchema>> {
  const { words } = call;
  const found = result?.causes.find((cause) => code === null || cause.code === code);
  if (!result || !found) return { data: { ...check, proof: null }, lines: [words.from("tools.answer")("no_cause")] };
  const cause = markCause(stripCause(found));
  const { title, explanation, reason } = describeCause(words.from("causes"), words.locale, cause);
  const [pass, fail] = [found.evidence.pass, found.evidence.fail].map((id) => result.probes.find((probe) => probe.id === id));
  const differsIn = PARTS.filter((part) => pass && fail && pass[part] !== fail[part]);
  const [passes, fails] = [pass, fail].map((probe) => (probe ? describeRequest(call, stripProbe(probe)) : null));
  const fix = findFix(call, found, result);
  const pair = words.from("checks.pair");
  const lines = [
    title,
    [explanation, reason].filter((part) => part !== null).join(" "),
    ...(passes ? [`${pair("pass")}: ${printRequest(passes)}`] : []),
    ...(fails ? [`${pair(failedPairKey(found.code))}: ${printRequest(fails)}`] : []),
    ...(fix ? [`${fix.whoDoes} ${fix.software}:`, ...fix.steps.map((step) => `- ${step}`)] : []),
  ];
  const proof = { ...found, title, explanation, reason, passes: passes ?? null, fails: fails ?? null, differsIn, fix };
  return { data: { ...check, proof }, lines };
}

function describeRequest({ words }: Pick<ToolCall<unknown>, "words">, probe: Probe): z.output<typeof requestSchema> {
  const name = nameAnswerer(words.from("causes"), probe);
  const reached = words.from("checks.probe")(`reached.${probe.reached}`);
  return {
    ...probe,
    answer: probe.status === null ? describeFailure(words.from("checks"), probe) : `${reached}${name ? ` (${name})` : ""}`,
  };
}

const printRequest = ({ method, path, userAgent, from, status, answer }: z.output<typeof requestSchema>): string =>
  `${method} ${path} · ${userAgent}${from === null ? "" : ` · ${from}`} → ${status === null ? "" : `${status} `}${answer}`;

function findFix(
  { words }: Pick<ToolCall<unknown>, "words">,
  cause: CheckResult["causes"][number],
  { url, shopSystem, server }: CheckResult,
) {
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
