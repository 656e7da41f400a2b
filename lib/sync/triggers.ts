/** How a run behaves, by trigger. Every place that treats triggers differently reads this table; pages read awaited-triggers.ts. */
export interface RunTriggerPolicy {
  /** Minimum time between two such runs of an integration; null for no limit. */
  minIntervalSeconds: number | null;
  /** Requested by a click: start and join are audited, requests time out sooner, and the newest orders are read again. */
  isRefresh: boolean;
  /** A person may have fixed something, so its success also resumes tracking. */
  followsPerson: boolean;
  /** The timeout of each preflight request in milliseconds, `"connector"` for the connector's own, or null to skip the preflight. */
  preflight: number | "connector" | null;
  /** Reads the shop's version and time zone even if they are known. */
  describesShop: boolean;
  /** Also fetches orders dated beyond the horizon of the regular windows. */
  fetchesFutureOrders: boolean;
  /** Fetches open orders one by one. */
  rescansOpenOrders: boolean;
  /** Rereads everything that changed since the last such run, for orders that the shop had hidden or cached. */
  rereadsDay: boolean;
  /** Which quarantined orders are fetched again. */
  retriesQuarantined: "all" | "due";
  /** Does only a partial count check where a full count is expensive, and trusts the findings of recent runs. */
  isRoutine: boolean;
  /** After a full count, also compares the shop's counts by status. */
  comparesStatuses: boolean;
  /** Reads a window that a person chose. */
  isBackfill: boolean;
  /** Compacted in the history if it imported nothing. */
  canBeNoop: boolean;
  /** Its failure means that the recovery probe was wrong. */
  followsProbe: boolean;
}

const DEFAULTS: RunTriggerPolicy = {
  minIntervalSeconds: null,
  isRefresh: false,
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
  /** The schedule. */
  schedule: { ...DEFAULTS, preflight: null, isRoutine: true, comparesStatuses: false, canBeNoop: true },
  refresh: {
    ...DEFAULTS,
    minIntervalSeconds: 60,
    isRefresh: true,
    followsPerson: true,
    preflight: 15_000,
    retriesQuarantined: "all",
  },
  /** A recovery probe passed. */
  recovery_probe: { ...DEFAULTS, followsProbe: true },
  /** A shop was connected, or its credentials were replaced. */
  first_import: {
    ...DEFAULTS,
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
  backfill: { ...DEFAULTS, isBackfill: true, comparesStatuses: false },
  /** No orders for longer than chance allows. */
  silence: DEFAULTS,
} as const satisfies Record<string, RunTriggerPolicy>;

export type RunTrigger = keyof typeof TRIGGERS;

export const RUN_TRIGGERS = Object.keys(TRIGGERS) as readonly RunTrigger[];

export const triggerPolicy = (trigger: RunTrigger): RunTriggerPolicy => TRIGGERS[trigger];

/** The triggers whose policy meets a condition, for SQL and lists. */
export const triggersThat = (meets: (policy: RunTriggerPolicy) => boolean): RunTrigger[] =>
  RUN_TRIGGERS.filter((trigger) => meets(TRIGGERS[trigger]));

/** Reads a stored trigger; one from a newer version counts as `schedule`. */
export const toRunTrigger = (stored: string): RunTrigger => RUN_TRIGGERS.find((known) => known === stored) ?? "schedule";
