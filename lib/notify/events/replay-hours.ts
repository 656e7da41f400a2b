import { EVENT_DAYS } from "@/lib/base/retention";

/** The periods that pages offer for a replay, up to as long as events are kept. */
export const REPLAY_HOURS = [1, 24, 7 * 24, EVENT_DAYS * 24] as const;
