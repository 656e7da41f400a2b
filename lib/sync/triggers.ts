/** What a run does because of what started it. Every place that treats triggers differently reads this table. */
export interface RunTriggerPolicy {
  /** The least time between two such runs of an integration; null for no limit. */
  minIntervalSeconds: number | null;
  /** Requested by a click: start and join are audited, requests time out sooner, and the newest orders are read again. */
  isRefresh: boolean;
  /** A person waits for it, so lists show the shop as working. */
  isAwaited: boolean;
  /** A person may have fixed something: its success also resumes tracking. */
  followsPerson: boolean;
  /** The preflight timeout in milliseconds, `"connector"` for the connector's own, or null to skip the preflight. */
  preflight: number | "connector" | null;
  /** Reads the shop's version and time zone even if they are known. */
  describesShop: boolean;
  /** Also fetches orders dated beyond the horizon of the regular windows. */
  fetchesFutureOrders: boolean;
  /** Reads open orders one by one. */
  rescansOpenOrders: boolean;
  /** Reads everything again that changed since the last such run: what a shop had hidden or cached meanwhile. */
  rereadsDay: boolean;
  /** Which quarantined orders are fetched again. */
  retriesQuarantined: "all" | "due";
  /** Compares only what the run covered if a full count is expensive, and trusts what recent runs found. */
  isRoutine: boolean;
  /** After a full count, also compares the shop's counts by status. */
  comparesStatuses: boolean;
  /** Reads a chosen window that a person entered. */
  isBackfill: boolean;
  /** Compacted in the history if it brought nothing. */
  canBeNoop: boolean;
  /** Its failure means that the recovery probe saw a recovery that was none. */
  followsProbe: boolean;
}

const DEFAULTS: RunTriggerPolicy = {
  minIntervalSeconds: null,
  isRefresh: false,
  isAwaited: false,
  followsPerson: false,
  preflight: "connector",
  describesShop: false,
  fetchesFutureOrders: false,
  rescansOpenOrders: false,
  rereadsDay: false,
  retriesQuarantined: "due",
  isRoutine: false,
  comparesStatuses: true,
  isBackfill: false,
  canBeNoop: false,
  followsProbe: false,
};

const TRIGGERS = {
  /** The clock. */
  schedule: { ...DEFAULTS, preflight: null, isRoutine: true, comparesStatuses: false, canBeNoop: true },
  refresh: {
    ...DEFAULTS,
    minIntervalSeconds: 60,
    isRefresh: true,
    isAwaited: true,
    followsPerson: true,
    preflight: 10_000,
    retriesQuarantined: "all",
  },
  /** The recovery probe got an answer. */
  canary: { ...DEFAULTS, followsProbe: true },
  /** A shop was connected, or its credentials were replaced. */
  first_import: {
    ...DEFAULTS,
    isAwaited: true,
    followsPerson: true,
    describesShop: true,
    fetchesFutureOrders: true,
    retriesQuarantined: "all",
  },
  /** The nightly run. */
  rescan: {
    ...DEFAULTS,
    describesShop: true,
    fetchesFutureOrders: true,
    rescansOpenOrders: true,
    rereadsDay: true,
    retriesQuarantined: "all",
    canBeNoop: true,
  },
  backfill: { ...DEFAULTS, isAwaited: true, isBackfill: true, comparesStatuses: false },
  /** Orders stopped coming for longer than chance allows. */
  silence: DEFAULTS,
} as const satisfies Record<string, RunTriggerPolicy>;

export type RunTrigger = keyof typeof TRIGGERS;

export const RUN_TRIGGERS = Object.keys(TRIGGERS) as readonly RunTrigger[];

export const triggerPolicy = (trigger: RunTrigger): RunTriggerPolicy => TRIGGERS[trigger];

/** The triggers whose policy meets a condition, for SQL and lists. */
export const triggersThat = (meets: (policy: RunTriggerPolicy) => boolean): RunTrigger[] =>
  RUN_TRIGGERS.filter((trigger) => meets(TRIGGERS[trigger]));

/** Reads a stored trigger. One that a newer version has stored runs like a scheduled one. */
export const toRunTrigger = (stored: string): RunTrigger => RUN_TRIGGERS.find((known) => known === stored) ?? "schedule";
