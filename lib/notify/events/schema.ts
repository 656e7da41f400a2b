import { z } from "zod";
import { EVENT_TYPES } from "@/lib/notify/events/event-names";
import { REPLAY_HOURS } from "@/lib/notify/events/replay-hours";

export const chosenEventsSchema = z.object({ channelId: z.uuid(), events: z.array(z.enum(EVENT_TYPES)).max(EVENT_TYPES.length) });

const moment = z.iso.datetime({ offset: true, error: "time_invalid" }).meta({ examples: ["2027-01-31T20:00:00Z"] });

/** Where a replay begins: one of both. */
const replayStart = {
  after: z.int().min(0).optional().describe("Position of the last event that is not sent again."),
  from: moment.optional().describe("Time of the first event that is sent again."),
};
const isOne = ({ after, from }: { after?: number | undefined; from?: string | undefined }): boolean =>
  (after === undefined) !== (from === undefined);

export const replayStartSchema = z.strictObject(replayStart).refine(isOne, { error: "replay_start_invalid", path: ["after"] });
export type ReplayStart = z.infer<typeof replayStartSchema>;

export const replayHoursSchema = z.object({
  channelId: z.uuid(),
  hours: z.coerce.number().refine((hours) => REPLAY_HOURS.some((known) => known === hours)),
});
export const eventDeliverySchema = z.object({ channelId: z.uuid(), eventId: z.uuid() });
