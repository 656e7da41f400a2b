import { z } from "zod";
import { pageNumber } from "@/lib/base/paging";
import { printQuery, type Query } from "@/lib/base/route";
import { linesSchema } from "@/lib/base/typed-text";
import { SNOOZE_HOURS } from "@/lib/support/queue/snooze-hours";

export const QUEUE_SORTS = ["effect", "due", "age"] as const;
export const QUEUE_STATES = ["all", "action_needed", "slow_for_long", "asked"] as const;
/** Whose incidents: `host` those for which a hosting provider was asked days ago, `snoozed` those that wait. */
export const QUEUE_VIEWS = ["all", "mine", "unassigned", "host", "snoozed"] as const;
export type QueueView = (typeof QUEUE_VIEWS)[number];

export interface QueueQuery {
  view: QueueView;
  /** `asked`: shops with an unsolved question to support. */
  state: (typeof QUEUE_STATES)[number];
  sort: (typeof QUEUE_SORTS)[number];
  page: number;
  /** The shared problem whose incidents are shown. */
  open: string | null;
}

const oneOf = <Value extends string>(values: readonly [Value, ...Value[]], query: unknown): Value =>
  values.find((value) => value === query) ?? values[0];

export const parseQueueQuery = (query: Record<string, unknown>): QueueQuery => ({
  view: oneOf(QUEUE_VIEWS, query["view"]),
  state: oneOf(QUEUE_STATES, query["state"]),
  sort: oneOf(QUEUE_SORTS, query["sort"]),
  page: pageNumber.parse(query["page"]),
  open: z
    .uuid()
    .nullable()
    .catch(null)
    .parse(query["open"] ?? null),
});

export const printQueueQuery = ({ view, state, sort, page, open }: QueueQuery): Query =>
  printQuery({
    view: view !== "all" && view,
    state: state !== "all" && state,
    sort: sort !== "effect" && sort,
    page: page > 1 && page,
    open,
  });

/** An incident as the user saw it: `seen` is the version of its work. */
export const seenSchema = z.object({ merchantId: z.uuid(), incidentId: z.uuid(), seen: z.int().nonnegative() });
export type SeenIncident = z.infer<typeof seenSchema>;

/** So many incidents of one shared problem are worked on at once. */
export const MAX_ALIKE = 200;

const manySchema = z.object({ incidents: z.array(seenSchema).min(1).max(MAX_ALIKE) });

const noteSchema = linesSchema(z.string().max(2_000));

export const assignSchema = seenSchema.extend({
  /** Null: no one. */
  personId: z.uuid().nullable(),
  /** Omitted: the note stays. */
  note: noteSchema.optional(),
});
export type Assignment = z.infer<typeof assignSchema>;

export const snoozeSchema = seenSchema.extend({
  hours: z.coerce.number().pipe(z.literal(SNOOZE_HOURS)),
  reason: linesSchema(z.string().min(3, { error: "words_missing" }).max(300)),
});
export type Snooze = z.infer<typeof snoozeSchema>;

export const assignManySchema = manySchema.extend({ personId: z.uuid().nullable() });
export const snoozeManySchema = manySchema.extend({ hours: snoozeSchema.shape.hours, reason: snoozeSchema.shape.reason });
