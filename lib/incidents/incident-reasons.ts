import { type LaneReason, toLaneReason } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { EffectSpan } from "@/lib/incidents/effect-spans";
import type { IncidentCause } from "@/lib/incidents/incident";

/** A cause as the reason that texts describe. */
export const reasonOfCause = ({
  code,
  checkId,
  blocker,
  scope,
}: Pick<IncidentCause, "code" | "checkId" | "blocker" | "scope">): LaneReason =>
  toLaneReason("causes_found", { cause: code, checkId, blocker, fixer: "itself", others: 0, ...scope });

/** Why an incident was: its causes, each once, or else the last failure without a cause. */
export function incidentReasons({ causes, spans }: { causes: readonly IncidentCause[]; spans: readonly EffectSpan[] }) {
  const found = new Map(causes.map((cause) => [cause.code, { lane: cause.lanes[0] ?? "orders_in", reason: reasonOfCause(cause) }]));
  const failed = spans.findLast(({ reason }) => reason.code !== "none");
  return [...found.values(), ...(found.size === 0 && failed ? [failed] : [])] satisfies { lane: LaneName; reason: LaneReason }[];
}
