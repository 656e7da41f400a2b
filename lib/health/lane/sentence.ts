import { beforeFullStop } from "@/lib/base/texts";
import type { LaneFacts } from "@/lib/health/lane/lane";

/**
 * A message of the namespace `states` and its values. Instants (Date) are tags that the page renders in the user's time zone; an array is
 * printed as a list in the user's language.
 */
export interface Phrase {
  key: string;
  values: Record<string, string | number | Date | readonly string[]>;
}

export type SentenceLane = Omit<LaneFacts, "failures" | "delaySeconds">;

const phrase = (key: string, values: Phrase["values"] = {}): Phrase => ({ key, values });

/** Only the reason of a lane's state; null if unknown. */
export function describeReason({ lane, reason }: Pick<SentenceLane, "lane" | "reason">): Phrase | null {
  switch (reason.code) {
    case "none":
      return null;
    case "failed":
      if (lane === "tracking_out" && reason.failure === "credentials_insufficient") return phrase("why.may_not_write");
      return phrase(`why.failed.${reason.failure}`, { times: reason.times, status: reason.status ?? 0 });
    case "no_credentials":
    case "causes_gone":
      return phrase(`why.${reason.code}`);
    case "causes_found":
      return phrase(`why.causes_found.${reason.cause}`, {
        others: reason.others,
        methods: reason.methods,
        userAgents: reason.userAgents,
        userAgentCount: reason.userAgents.length,
        addresses: reason.addresses,
        addressCount: reason.addresses.length,
        blocker: reason.blocker ?? "",
      });
    case "asked_to_wait":
      return phrase("why.asked_to_wait", { status: reason.status ?? 503, until: new Date(reason.until) });
    case "window_announced":
      return phrase("why.window_announced", { by: reason.by, until: new Date(reason.until) });
    case "paused_by":
      return phrase("why.paused_by", { by: beforeFullStop(reason.by) });
    case "never_succeeded":
      return phrase("why.never_succeeded", { days: reason.days });
  }
}

/** What happens next by itself; null if nothing does. */
export function describeNext(lane: SentenceLane): Phrase | null {
  const { nextSyncAt: sync, nextRecoveryProbeAt: probe } = lane;
  // The schedule keeps running, but a sync without a key achieves nothing.
  if (lacksKey(lane)) return null;
  // Only an announced window has an end; a shop that asked to wait may ask again.
  if (lane.state === "maintenance" && lane.reason.code === "window_announced" && sync) return phrase("next.resume", { sync });
  if (sync && probe) return probe < sync ? phrase("next.probe_and_sync", { probe, sync }) : phrase("next.sync", { sync });
  if (sync) return phrase("next.sync", { sync });
  return probe ? phrase("next.probe", { probe }) : null;
}

/** Without a key the page shows another button, which leads to the connection step that asks for one. */
const lacksKey = ({ state, reason }: SentenceLane): boolean => state === "action_needed" && reason.code === "no_credentials";
