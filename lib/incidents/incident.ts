import { z } from "zod";
import { FIXERS } from "@/lib/health/lane/fixer";
import { LANE_STATES, laneReasonSchema } from "@/lib/health/lane/lane";
import { LANES } from "@/lib/health/lane/lane-name";

// The stored form of an incident: what is wrong with one shop, from the first failure to the proof that it is over.

/** Our addresses, User-Agents and methods that are refused; an empty list means all of them. */
const scopeSchema = z.object({ addresses: z.array(z.string()), userAgents: z.array(z.string()), methods: z.array(z.string()) });
export type CauseScope = z.infer<typeof scopeSchema>;

const incidentCauseSchema = z.object({
  /** A code of lib/check/causes.ts. */
  code: z.string(),
  blocker: z.string().nullable(),
  fixer: z.enum(FIXERS),
  scope: scopeSchema,
  /** The lanes that it concerns, even if they go on another way. */
  lanes: z.array(z.enum(LANES)),
  /** The newest check that proves it. */
  checkId: z.string(),
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
  /** When the request that failed passed. */
  clearedAt: z.coerce.date().nullable(),
});
export type IncidentCause = z.infer<typeof incidentCauseSchema>;

/** The last known state of a lane. A shop's own states (paused, announced maintenance) are never stored here. */
const laneSnapshotSchema = z.object({
  state: z.enum(LANE_STATES),
  /** The first failure since the last success; null while the lane works. */
  failingSince: z.coerce.date().nullable(),
  reason: laneReasonSchema,
});

export const SHARING_WAYS = ["mail", "link", "pdf"] as const;
export type SharingWay = (typeof SHARING_WAYS)[number];

export const HOST_ANSWERS = ["fixed", "need_more", "not_ours", "message"] as const;
export type HostAnswerKind = (typeof HOST_ANSWERS)[number];

/** What the hosting provider was asked and did; null until the merchant shares a report. The timeline names who shared it. */
const askedSchema = z.object({
  reportId: z.string(),
  /** Codes of the causes that the report is about. */
  causes: z.array(z.string()).default([]),
  how: z.enum(SHARING_WAYS),
  at: z.coerce.date(),
  /** The mail address that we wrote to. */
  to: z.string().nullable(),
  opened: z.number().int(),
  lastOpenedAt: z.coerce.date().nullable(),
  testedAt: z.coerce.date().nullable(),
  passedAt: z.coerce.date().nullable(),
  remindedAt: z.coerce.date().nullable(),
  /** The host's newest answer, without its words; incidents stored before answers existed have none. */
  answer: z
    .object({ kind: z.enum(HOST_ANSWERS), at: z.coerce.date(), repliedAt: z.coerce.date().nullable() })
    .nullable()
    .default(null),
});
export type Asked = z.infer<typeof askedSchema>;

export const incidentSchema = z.object({
  id: z.string(),
  openedAt: z.coerce.date(),
  closedAt: z.coerce.date().nullable(),
  /** Since when nothing is wrong any more, while all-clear still waits for proof. */
  quietSince: z.coerce.date().nullable(),
  /** Good observations since then. */
  goodObservations: z.number().int(),
  /** How often it was over and came back. */
  cameBack: z.number().int(),
  lanes: z.record(z.enum(LANES), laneSnapshotSchema.nullable()),
  causes: z.array(incidentCauseSchema),
  asked: askedSchema.nullable(),
  /** What members were last notified of, and when they were in the last 24 hours. */
  told: z.object({
    state: z.enum(["open", "over"]).nullable(),
    at: z.array(z.coerce.date()),
    /** What the last message said about cause, effect and responsibility (lib/incidents/gist.ts). */
    gist: z.string().nullable().default(null),
    /** When members were last notified of changes in the last 24 hours. */
    changedAt: z.array(z.coerce.date()).default([]),
    /** Orders missed and parcels without tracking when members were last notified, or first counted since; null before. */
    count: z.number().int().nullable().default(null),
  }),
});
export type Incident = z.infer<typeof incidentSchema>;
