import { z } from "zod";
import { CAUSE_CODES } from "@/lib/check/causes";
import { causeSchema, VERDICTS } from "@/lib/check/result";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { RUN_FAILURES } from "@/lib/health/failures";
import { laneReasonSchema, SHOWN_STATES } from "@/lib/health/lane";

// What the API answers, as schemas: the routes are typed by them, the tests parse every answer by them, and the description is made of them.
// A field or a code may be added; none goes or changes its meaning under /api/v1.

const at = z.iso.datetime();
const orNull = at.nullable();
const uuid = z.uuid();

export const laneSchema = z.object({
  state: z.enum(SHOWN_STATES).describe("As the page shows it: queued and syncing while a run is on its way."),
  since: at.describe("Since when the lane is in the state it rests in."),
  why: laneReasonSchema.describe("A code and what belongs to it; none while all is well."),
  whoActs: z.enum(["nobody", "itself", "you", "host", "support"]).describe("Who acts next; itself: it passes without anybody."),
  failingSince: orNull.describe("The first failure since the last success."),
  lastSuccessAt: orNull,
  nextSyncAt: orNull,
  nextProbeAt: orNull.describe("When a slowed-down shop is looked at next."),
});

export const integrationSchema = z.object({
  id: uuid,
  name: z.string(),
  platform: z.enum(PLATFORMS),
  url: z.string(),
  hasCredentials: z.boolean(),
  lanes: z.object({ orders_in: laneSchema, tracking_out: laneSchema }),
  lastOrderAt: orNull,
  parcelsWaiting: z.number().int().describe("Parcels whose tracking number the shop does not know."),
  missedOrders: z
    .number()
    .int()
    .nullable()
    .describe(
      "Estimate of the orders since the last import, by the same hours of the weeks before; null while orders flow, and where none can be made.",
    ),
  run: z
    .object({ id: uuid, status: z.enum(["queued", "running", "succeeded", "failed"]) })
    .nullable()
    .describe("The sync that is on its way."),
  check: z
    .object({ id: uuid, status: z.enum(["queued", "running", "done", "failed"]), verdict: z.enum(VERDICTS).nullable() })
    .nullable()
    .describe("The newest check, which may still run."),
});

export const runSchema = z.object({
  id: uuid,
  integrationId: uuid,
  trigger: z.string().describe("refresh: somebody pressed the button or a program asked; schedule: the clock."),
  status: z.enum(["waiting", "queued", "running", "succeeded", "failed"]),
  phase: z.enum(["queued", "preflight", "fetching", "comparing", "done"]),
  requestedBy: z.string().nullable().describe("The name of the person or of the token; null for the clock."),
  requestedAt: at,
  startedAt: orNull,
  finishedAt: orNull,
  total: z.number().int().nullable().describe("Orders to fetch; null until the shop said so."),
  fetched: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  quarantined: z.number().int(),
  shopCount: z.number().int().nullable().describe("The count proof: orders in the shop, and ours. Null when not compared."),
  ourCount: z.number().int().nullable(),
  failure: z.enum(RUN_FAILURES).nullable(),
  failureStatus: z.number().int().nullable().describe("HTTP status of the shop that came with the failure."),
  checkId: z.string().nullable(),
});

export const checkSchema = z.object({
  id: uuid,
  integrationId: uuid,
  trigger: z.string(),
  requestedAt: at,
  finishedAt: orNull,
  verdict: z.enum(VERDICTS).nullable(),
  causeCodes: z.array(z.enum(CAUSE_CODES)).describe("The lowest layer first."),
  causes: z
    .array(
      causeSchema.pick({
        code: true,
        layer: true,
        affects: true,
        methods: true,
        userAgents: true,
        addresses: true,
        blocker: true,
        certainty: true,
      }),
    )
    .describe("Empty where nothing blocks, and for checks stored in an older form."),
});

export const startedRefreshSchema = z.object({
  runId: uuid,
  joined: z.boolean().describe("True when a sync was already on its way: this is that one."),
});

const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ data: z.array(schema), nextCursor: z.string().nullable().describe("For the next page; null at the end.") });
export const integrationListSchema = listOf(integrationSchema);
export const runListSchema = listOf(runSchema);
