import { z } from "zod";
import { describeFinding, findingSchema, type requestSchema } from "@/lib/api/findings";
import { checkSchema } from "@/lib/api/resources";
import { markCause } from "@/lib/api/tools/foreign";
import type { ToolAnswer, ToolCall } from "@/lib/api/tools/tool";
import type { CauseCode } from "@/lib/check/causes";
import type { CheckView } from "@/lib/check/data";
import { failedPairKey } from "@/lib/check/failed-pair-key";

export const proofSchema = z.object({
  ...checkSchema.pick({ id: true, integrationId: true, finishedAt: true, verdict: true, causeCodes: true }).shape,
  proof: findingSchema.nullable().describe("Null if the check found nothing of this."),
});

/** The requests on which a cause is based. */
export function describeProof(
  { words }: Pick<ToolCall<unknown>, "words">,
  { result, ...check }: CheckView,
  code: CauseCode | null,
): ToolAnswer<z.input<typeof proofSchema>> {
  const found = result?.causes.find((cause) => code === null || cause.code === code);
  if (!result || !found) return { data: { ...check, proof: null }, lines: [words.from("tools.answer")("no_cause")] };
  const proof = describeFinding(words, result, found, markCause);
  const { title, explanation, reason, passes, fails, fix } = proof;
  const pair = words.from("checks.pair");
  const lines = [
    title,
    [explanation, reason].filter((part) => part !== null).join(" "),
    ...(passes ? [`${pair("pass")}: ${printRequest(passes)}`] : []),
    ...(fails ? [`${pair(failedPairKey(found.code))}: ${printRequest(fails)}`] : []),
    ...(fix ? [`${fix.whoDoes} ${fix.software}:`, ...fix.steps.map((step) => `- ${step}`)] : []),
  ];
  return { data: { ...check, proof }, lines };
}

const printRequest = ({ method, path, userAgent, from, status, answer }: z.output<typeof requestSchema>): string =>
  `${method} ${path} · ${userAgent}${from === null ? "" : ` · ${from}`} → ${status === null ? "" : `${status} `}${answer}`;
