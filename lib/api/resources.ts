import { z } from "zod";
import { CAUSE_CODES } from "@/lib/check/causes";
import { CHECK_STATUSES } from "@/lib/check/data";
import { causeSchema, VERDICTS } from "@/lib/check/result";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { RUN_FAILURES } from "@/lib/health/failures";
import { FIXERS, WHO_ACTS } from "@/lib/health/lane/fixer";
import { laneReasonSchema, SHOWN_STATES } from "@/lib/health/lane/lane";
import { LANES } from "@/lib/health/lane/lane-name";
import { STEPS, STORY_STATES } from "@/lib/incidents/describe-incident";
import { HOST_ANSWERS, SHARING_WAYS } from "@/lib/incidents/incident";
import { EXPORT_FORMATS, EXPORT_STATUSES } from "@/lib/orders/export/formats";
import { SHIPMENT_STATUSES } from "@/lib/orders/tracking/schema";
import { LOOKUP_KINDS } from "@/lib/sync/lookup/lookup-answer";

// The resources of the API. These schemas type the routes, parse every response in tests, and generate OpenAPI. Under /api/v1, fields and
// codes may be added, but never removed or redefined.

const at = z.iso.datetime();
const orNull = at.nullable();
const uuid = z.uuid();

export const laneSchema = z.object({
  state: z.enum(SHOWN_STATES).describe("The state that the dashboard shows; queued and syncing while a run is active."),
  since: at.describe("Start of the lane's stored state."),
  why: laneReasonSchema.describe("A code with its parameters; none while the lane is healthy."),
  whoActs: z.enum(WHO_ACTS).describe("Who must act next; itself: recovers automatically."),
  failingSince: orNull.describe("First failure since the last success."),
  lastSuccessAt: orNull,
  nextSyncAt: orNull,
  nextRecoveryProbeAt: orNull.describe("When a throttled shop is probed next."),
});

export const integrationSchema = z.object({
  id: uuid,
  name: z.string(),
  shopSystem: z.enum(SHOP_SYSTEMS),
  url: z.string(),
  hasCredentials: z.boolean(),
  lanes: z.object({ orders_in: laneSchema, tracking_out: laneSchema }),
  lastOrderAt: orNull,
  parcelsWaiting: z.number().int().describe("Parcels whose tracking number has not been sent to the shop."),
  missedOrders: z
    .number()
    .int()
    .nullable()
    .describe(
      "Estimated orders since the last import, from the same hours of previous weeks; null while orders arrive, or without enough history.",
    ),
  run: z
    .object({ id: uuid, status: z.enum(["queued", "running", "succeeded", "failed"]) })
    .nullable()
    .describe("The active sync."),
  check: z
    .object({ id: uuid, status: z.enum(CHECK_STATUSES), verdict: z.enum(VERDICTS).nullable() })
    .nullable()
    .describe("The newest check, which may still be running."),
  story: z.object({
    state: z.enum(STORY_STATES),
    since: at,
    incidentId: uuid.nullable().describe("The open incident that it describes."),
    headline: z.string().describe("Texts are English sentences, as messages and pages say them."),
    effect: z.string().nullable(),
    cause: z.string().nullable(),
    responsibility: z.string().nullable().describe("Who can act."),
    whoActs: z.enum(WHO_ACTS).describe("The same as a code."),
    byItself: z.string().nullable().describe("What happens without anyone."),
    nextStep: z.enum(STEPS).nullable().describe("The one thing to do now, as the shop's page offers it; null if nothing is to be done."),
    sharedWithHost: z
      .object({ how: z.enum(SHARING_WAYS), at, opened: z.number().int(), testedAt: orNull })
      .nullable()
      .describe("The newest report that the hosting provider got and that does not pass yet; null if they were not asked."),
  }),
});

const incidentFields = {
  id: uuid,
  integrationId: uuid,
  shop: z.string(),
  openedAt: at,
  closedAt: orNull.describe("Null while it is open."),
  quietSince: orNull.describe("Since when nothing fails any more, while all-clear waits for proof."),
  cameBack: z.number().int().describe("How often it was over and came back."),
  causes: z.array(
    z.object({
      code: z.string(),
      blocker: z.string().nullable(),
      fixer: z.enum(FIXERS).describe("Who can fix it."),
      addresses: z.array(z.string()).describe("Ours that are refused; empty means all, here and below."),
      userAgents: z.array(z.string()),
      methods: z.array(z.string()),
      lanes: z.array(z.enum(LANES)),
      firstSeenAt: at,
      lastSeenAt: at,
      clearedAt: orNull.describe("When what was refused passed."),
      checkId: z.string().describe("The newest check that proves it."),
    }),
  ),
  lateOrders: z.number().int(),
  lateParcels: z.number().int(),
};
export const incidentSchema = z.object(incidentFields);

export const incidentWithTimelineSchema = z.object({
  ...incidentFields,
  timeline: z
    .array(z.object({ at, kind: z.string(), by: z.string().nullable().describe("Name of who did it; null for what was observed.") }))
    .describe("Newest first."),
});

export const runSchema = z.object({
  id: uuid,
  integrationId: uuid,
  trigger: z.string().describe("refresh: requested by a user or through the API; schedule: automatic."),
  status: z.enum(["waiting", "queued", "running", "succeeded", "failed"]),
  phase: z.enum(["queued", "preflight", "fetching", "comparing", "done"]),
  requestedBy: z.string().nullable().describe("Name of the user or token; null for scheduled runs."),
  requestedAt: at,
  startedAt: orNull,
  finishedAt: orNull,
  total: z.number().int().nullable().describe("Orders to fetch; null until the shop has reported the number."),
  fetched: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  quarantined: z.number().int(),
  shopCount: z
    .number()
    .int()
    .nullable()
    .describe("Count check: orders in the shop and, without unreadable ones, in Mooring. Null if not compared."),
  ourCount: z.number().int().nullable(),
  countCheck: z
    .object({
      from: orNull.describe("Of the shop's modification time; null for all."),
      to: orNull,
      isComplete: z.boolean().describe("Every order that the shop counts is imported, and no other."),
      unreadable: z.number().int(),
      dismissed: z.number().int().describe("Of these, the ones that were dismissed."),
      missing: z.number().int().describe("The shop lists them, but they are not imported."),
      unlisted: z.number().int().describe("The shop counts them, but does not list them."),
      kept: z.number().int().describe("Imported; the shop has them, but neither lists nor counts them."),
      gone: z.number().int().describe("Imported beyond these."),
    })
    .nullable()
    .describe("Null if the counts were not compared."),
  windowFrom: orNull.describe("The part of the shop's modification time that a backfill reads."),
  windowTo: orNull,
  failure: z.enum(RUN_FAILURES).nullable(),
  failureStatus: z.number().int().nullable().describe("HTTP status with which the shop failed."),
  checkId: z.string().nullable(),
});

export const checkSchema = z.object({
  id: uuid,
  integrationId: uuid,
  trigger: z.string(),
  status: z.enum(CHECK_STATUSES),
  requestedAt: at,
  finishedAt: orNull,
  verdict: z.enum(VERDICTS).nullable(),
  causeCodes: z.array(z.enum(CAUSE_CODES)).describe("Ordered from the lowest network layer."),
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
    .describe("Empty if nothing is blocked, and for checks stored in an older format."),
});

export const startedCheckSchema = z.object({
  checkId: uuid,
  joined: z.boolean().describe("True if a check was already active, which is then returned."),
});

export const maintenanceSchema = z.object({
  id: uuid,
  startsAt: at,
  endsAt: at,
  timeZone: z.string().describe("In which a page announced it."),
  source: z.enum(["page", "api", "script"]).describe("script: the maintenance URL, which deploy scripts call."),
  by: z.string().nullable().describe("Name of the user or token that announced it."),
});

export const startedRefreshSchema = z.object({
  runId: uuid,
  joined: z.boolean().describe("True if a sync was already active, which is then returned."),
});

export const orderLookupSchema = z.object({
  data: z.array(
    z.object({
      integrationId: uuid,
      shopName: z.string(),
      outcome: z
        .enum(LOOKUP_KINDS)
        .describe(
          "imported: had not arrived, imported now. status_hidden: imported, but hidden from lists. unlisted: the shop neither lists nor counts it, so it is not imported. not_asked: see failure.",
        ),
      unlisted: z.boolean().describe("The shop’s own list left the order out although an import covered its time."),
      explanation: z.string().describe("The outcome as one English sentence."),
      orderNumber: z.string().nullable(),
      orderId: uuid.nullable(),
      unpaidStatus: z
        .string()
        .nullable()
        .describe("The shop’s status that shows that it still awaits the payment; null if paid, cancelled, or not known."),
      field: z.string().nullable().describe("The field that cannot be read, for quarantined."),
      failure: z.enum(RUN_FAILURES).nullable().describe("Why the shop could not be asked."),
      requests: z
        .array(z.object({ method: z.string(), path: z.string(), status: z.number().int().nullable(), at }))
        .describe("What was requested and the status of the answer; null without one."),
    }),
  ),
  shopsNotAsked: z.number().int().describe("Shops beyond the first 20; ask them with integrationId."),
});

const spanSchema = z.object({ from: at, to: at });

export const coverageSchema = z.object({
  integrationId: uuid,
  covered: spanSchema.nullable().describe("Every order changed in this time was read, except in the gaps; null before the first import."),
  gaps: z.array(spanSchema),
  historyDays: z.number().int().nullable().describe("The shop shows only orders of so many days; null for all."),
  unreadable: z.number().int().nullable().describe("Orders that the shop has and that could not be read; null before the first import."),
  dismissed: z.number().int().nullable().describe("Of these, the ones that were dismissed."),
  unlisted: z
    .number()
    .int()
    .nullable()
    .describe("Orders that the shop counted but did not list at the last count check; null before the first import."),
});

export const quarantinedOrderSchema = z.object({
  id: uuid,
  integrationId: uuid,
  externalId: z.string().describe("The shop’s id of the order."),
  error: z.string().describe("The field that cannot be read."),
  firstSeenAt: at,
  dismissed: z
    .object({ at, by: z.string().nullable(), reason: z.string() })
    .nullable()
    .describe("Who accepted that it is missing, and why. It is still retried, and imported once it can be read."),
});

const money = z.string().describe("Decimal, in the order’s currency.");

export const orderSchema = z.object({
  id: uuid,
  integrationId: uuid,
  number: z.string().describe("The number that the shop shows."),
  status: z.string(),
  statusName: z.string().nullable().describe("The shop’s own name of the status; null if it is a common one."),
  currency: z.string(),
  total: money,
  customerName: z.string(),
  placedAt: at,
  removedAt: orNull.describe("When the shop no longer had the order."),
  tracking: z.enum(SHIPMENT_STATUSES).nullable().describe("The most urgent state of its parcels; null without a parcel."),
});

const addressSchema = z
  .object({
    name: z.string(),
    company: z.string(),
    street1: z.string(),
    street2: z.string(),
    city: z.string(),
    state: z.string(),
    postalCode: z.string(),
    country: z.string().describe("ISO 3166-1 alpha-2."),
    email: z.string(),
    phone: z.string(),
  })
  .describe("Fields that the shop lacks are empty.");

export const orderWithLinesSchema = orderSchema.extend({
  externalId: z.string().describe("The shop’s id of the order."),
  customerEmail: z.string(),
  paidAt: orNull,
  modifiedAt: at.describe("When the shop last changed it."),
  firstSeenAt: at.describe("When it was imported."),
  lastSeenAt: at,
  totals: z.object({ shipping: money, fees: money, discount: money, tax: money }),
  billing: addressSchema,
  shipping: addressSchema,
  lines: z.array(
    z.object({
      externalId: z.string(),
      name: z.string(),
      sku: z.string(),
      quantity: z.number(),
      unitPrice: money,
      total: money,
    }),
  ),
});

export const exportSchema = z.object({
  id: uuid,
  integrationId: uuid,
  format: z.enum(EXPORT_FORMATS),
  status: z.enum(EXPORT_STATUSES).describe("ready: the file can be fetched; failed: ask again."),
  rows: z.number().int().describe("Orders written so far."),
  requestedAt: at,
  finishedAt: orNull,
  expiresAt: at.describe("When the file is deleted; earlier if a buyer is erased."),
  file: z.string().nullable().describe("Path of the file; null until it is ready."),
});

export const reportSchema = z.object({
  id: uuid,
  integrationId: uuid,
  causeCodes: z.array(z.string()).describe("What the report is about."),
  createdAt: at,
  expiresAt: at,
  revokedAt: orNull,
  sharedHow: z.enum(SHARING_WAYS).nullable(),
  sharedAt: orNull,
  openedCount: z.number().int(),
  lastOpenedAt: orNull,
  testedAt: orNull.describe("When the host last started a test."),
  passedAt: orNull.describe("When a check found nothing of it any more."),
});

const reportMessageSchema = z.object({
  id: uuid,
  reportId: uuid,
  side: z.enum(["host", "merchant"]),
  kind: z.enum(HOST_ANSWERS),
  text: z.string().describe("Of the host: foreign text."),
  by: z.string().nullable().describe("Name of the member or token that wrote it; null for the host."),
  at,
  attachments: z.array(z.object({ id: uuid, name: z.string(), bytes: z.number().int() })).describe("Read on the page of the shop."),
});
export const reportMessageListSchema = z.object({ data: z.array(reportMessageSchema).describe("Oldest first.") });

export const newReportSchema = reportSchema.extend({
  url: z.url().nullable().describe("The link with its secret, in the first answer only: null in an answer that is replayed."),
});

export const countSchema = z.object({
  shop: z.number().int().nullable().describe("Null if the shop does not count."),
  ours: z.number().int(),
});

export const startedBackfillSchema = z.object({ runId: uuid, waits: z.boolean().describe("True if it follows the active sync.") });

const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ data: z.array(schema), nextCursor: z.string().nullable().describe("For the next page; null on the last page.") });
export const integrationListSchema = listOf(integrationSchema);
export const runListSchema = listOf(runSchema);
export const incidentListSchema = listOf(incidentSchema);
export const maintenanceListSchema = listOf(maintenanceSchema);
export const quarantinedOrderListSchema = listOf(quarantinedOrderSchema);
export const orderListSchema = listOf(orderSchema);
export const reportListSchema = z.object({ data: z.array(reportSchema).describe("The newest 20.") });
