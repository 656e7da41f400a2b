/** What an operator sees; each part is measured by a command of its own. */
export interface OperationFigures {
  restart?: RestartFigures;
  soak?: SoakFigures;
}

export interface RestartFigures {
  users: number;
  phases: RestartPhase[];
}

export interface RestartPhase {
  name: string;
  requests: number;
  /** What each failed request ended with. */
  failed: string[];
  slowestMs: number;
  seconds: number;
  /** Failed requests at most; null without a goal. */
  goal: number | null;
}

export interface SoakFigures {
  minutes: number;
  shops: number;
  /** Syncs that ended well, and that failed. */
  syncs: { succeeded: number; failed: number };
  checks: number;
  /** Of both workers together, after the first round of outages and at the end. */
  memoryMib: { first: number; last: number };
  /** At rest, before the first outage and after the last one. */
  atRest: { before: AtRest; after: AtRest };
  /** Seconds after the last outage until orders came in from every shop again and no job was left. */
  settledSeconds: number;
  /** CPU time of one scrape of a worker, in milliseconds. */
  scrapeMs: number;
}

export interface AtRest {
  /** Open sockets of both workers. */
  sockets: number;
  /** Sessions of the database, and those of them that listen. */
  sessions: number;
  listeners: number;
  jobs: number;
}
