import { z } from "zod";
import { type LaneReason, laneReasonSchema } from "@/lib/health/lane/lane";
import { LANES, type LaneName } from "@/lib/health/lane/lane-name";
import { EFFECT_KINDS, type EffectKind } from "@/lib/incidents/effects";

/** For how long one direction was affected in one way; `to` is null while it lasts. */
export interface EffectSpan {
  lane: LaneName;
  kind: EffectKind;
  reason: LaneReason;
  from: Date;
  to: Date | null;
}

/** Entries `effect_changed` of one incident (lib/incidents/transitions.ts). */
export const effectChangesSchema = z.array(
  z.object({
    at: z.coerce.date(),
    details: z.object({
      lane: z.enum(LANES),
      to: z.enum(EFFECT_KINDS).nullable(),
      reason: laneReasonSchema.catch({ code: "none" }).default({ code: "none" }),
    }),
  }),
);

/** The spans in the changes of one incident, oldest first. An effect that nothing ended lasts until `closedAt`. */
export function findEffectSpans(changes: z.infer<typeof effectChangesSchema>, closedAt: Date | null): EffectSpan[] {
  return changes.flatMap(({ at: from, details: { lane, to: kind, reason } }, index) => {
    const to = changes.slice(index + 1).find(({ details }) => details.lane === lane)?.at ?? closedAt;
    return kind === null || to?.getTime() === from.getTime() ? [] : [{ lane, kind, reason, from, to }];
  });
}

/** Work goes on while an effect is partial. */
export const isHalting = ({ kind }: Pick<EffectSpan, "kind">): boolean => kind !== "partial";
