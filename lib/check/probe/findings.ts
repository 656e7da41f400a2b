import { type Observation, passed, type Source, type Subject } from "@/lib/check/probe/observation";
import type { Visitor } from "@/lib/check/probe/visitor";
import type { NetFailure } from "@/lib/connectors/net/failures";
import type { ShopProbes } from "@/lib/connectors/shop-probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** Two cells that differ in one field form a contrast. */
export interface Cell {
  subject: Extract<Subject, "root" | "resource">;
  method: string;
  userAgent: string;
  source: Source;
}

export const rootCell = (source: Source, userAgent: string): Cell => ({ subject: "root", method: "GET", userAgent, source });

export const methodCell = (visitor: Visitor, method: string): Cell => ({ ...visitor, subject: "resource", method });

const isSameCell = (a: Cell, b: Cell): boolean =>
  a.method === b.method &&
  a.subject === b.subject &&
  a.userAgent === b.userAgent &&
  (a.source === b.source || (a.source.kind === b.source.kind && a.source.address === b.source.address));

/** A cell with its outcome. */
export interface Entry {
  cell: Cell;
  observation: Observation;
}

/** The outcome of each cell, after repeats. Missing cells were not requested. */
export class MutableMatrix {
  // An array: comparing a few dozen cells costs less than building keys.
  constructor(private cells: Entry[] = []) {}

  private find(cell: Cell): Entry | undefined {
    return this.cells.find((entry) => isSameCell(entry.cell, cell));
  }
  get(cell: Cell): Observation | null {
    return this.find(cell)?.observation ?? null;
  }
  set(cell: Cell, observation: Observation): void {
    const known = this.find(cell);
    if (known) known.observation = observation;
    else this.cells.push({ cell, observation });
  }
  /** Withdraws an outcome that proves nothing. */
  delete(cell: Cell): void {
    this.cells = this.cells.filter((entry) => !isSameCell(entry.cell, cell));
  }
  /** Returns whether any cell was deleted. */
  deleteWhere(provesNothing: (observation: Observation, cell: Cell) => boolean): boolean {
    const before = this.cells.length;
    this.cells = this.cells.filter(({ cell, observation }) => !provesNothing(observation, cell));
    return this.cells.length < before;
  }
  clear(): void {
    this.cells = [];
  }
  copy(): Matrix {
    return new MutableMatrix(this.cells.map((entry) => ({ ...entry })));
  }
  passes(cell: Cell): boolean {
    return passed(this.get(cell));
  }
  get isOpen(): boolean {
    return this.cells.every(({ observation }) => passed(observation));
  }
  fails(cell: Cell): boolean {
    const observation = this.get(cell);
    return observation !== null && !passed(observation);
  }
  entries(): readonly Readonly<Entry>[] {
    return this.cells;
  }
  select(values: Partial<Cell>): Readonly<Entry>[] {
    const names = Object.keys(values) as (keyof Cell)[];
    return this.cells.filter(({ cell }) => names.every((name) => cell[name] === values[name]));
  }
}

/** To be read only. */
export type Matrix = Omit<MutableMatrix, "set" | "delete" | "deleteWhere" | "clear">;

/** Two requests that differ in one thing; `pass` is null if there is only one. */
export interface EvidencePair {
  pass: Observation | null;
  fail: Observation;
}

/** The same request both passed and failed, with the counts. */
export interface Turns extends EvidencePair {
  passed: number;
  failed: number;
  /** The server that differs; null if all share one address. */
  server: string | null;
}

export interface KeyFinding {
  code: "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient" | "api_disabled" | "invalid_response";
  reason: string | null;
  evidence: EvidencePair;
  details: Readonly<Record<string, string | number>>;
  lanes: readonly ("orders_in" | "tracking_out")[];
}

/** What was found instead of the API's root. */
export type Elsewhere =
  | {
      is: "api";
      reason: "plain_permalinks" | "rewrite_missing" | "path_closed" | "path_redirected" | "other_path" | "renamed_prefix";
      path: string;
      observation: Observation;
    }
  | { is: "another_system"; shopSystem: ShopSystem; observation: Observation };

/** Where redirects within the site end instead of at the shop: in a loop, or at a forbidden or nonexistent address. */
type LostRedirect = { is: "loop"; observation: Observation } | { is: "dead"; observation: Observation; failure: NetFailure };

/** The methods of the platform that the OWASP rules omit by default. */
export const isLikeCoreRules = (refusedMethods: readonly string[]): boolean =>
  [...new Set(refusedMethods)].sort().join() === "DELETE,PATCH";

/** A 403 or 406 without a firewall's sign. */
export const isPlainRefusal = ({ answer, reading }: Observation): boolean =>
  reading?.meaning !== "pass" &&
  (answer?.status === 403 || answer?.status === 406) &&
  !reading?.api &&
  (!reading?.sign || reading.sign.sign === "page");

interface LocationFindings {
  homePage: Observation | null;
  elsewhere: Elsewhere | null;
}

export interface RedirectFindings {
  lost: LostRedirect | null;
  /** Visitors that were refused at an address where `pass` was redirected within the site. */
  refusedBefore: { pass: Observation; fail: Observation; userAgents: readonly string[]; addresses: readonly string[] } | null;
}

export interface ServerFindings {
  /** A server's page replaces the shop's refusal; `open` is a resource without that page, if there is one. */
  substitutedPage: { plain: Observation; open: Observation | null } | null;
  /** Used instead of the made-up order number if a firewall refuses that one. */
  orderNumber: number | null;
}

/** What changed during the check. `pass` is the same request at another time. */
export interface TimeFindings {
  limited: EvidencePair | null;
  /** Meanwhile the visitor passed at another URL. */
  countsByUrl: EvidencePair | null;
  /** Servers answer the same request differently. */
  turns: Turns | null;
  /** What passed before was refused later. */
  banned: EvidencePair | null;
  /** What passed before met maintenance or a broken server later. */
  brokeDown: EvidencePair | null;
}

/** The inputs of a check. */
export interface Given {
  shopSystem: ShopSystem;
  probes: ShopProbes;
  agents: readonly [string, string];
  /** Sources that must pass; the default route if none is configured. */
  egress: readonly Source[];
  control: Source | null;
}

/** What sending shows, whatever phase sends: the `Ledger` of `plan/ledger.ts`, to be read only. */
export interface Evidence extends Given {
  readonly matrix: Matrix;
  /** By refusal, what passed at the same URL; only if a cache keeps refusals. */
  readonly beside: ReadonlyMap<Observation, Observation>;
  readonly server: Readonly<ServerFindings>;
  readonly time: Readonly<TimeFindings>;
  /** Whether it is not like a refusal that turned out to prove nothing: what rests on such is left out of the findings. */
  proves(one: Observation): boolean;
}

/** By `plan/search/`. */
export interface SearchFacts {
  /** A cell that passed; null if none did. */
  working: Cell | null;
  location: LocationFindings;
  redirects: RedirectFindings;
  /** The shop refuses guests, and this request with the key as well; null if the key was not needed or is not known. */
  refusedWithKey: Observation | null;
}

/** By `plan/vary/`. */
export interface CacheFacts {
  /** The same request passes at a URL that no cache has seen. */
  cached: EvidencePair | null;
  /** The root ignored the query at two URLs. */
  losesQuery: boolean;
}

/** By `plan/keys/`. */
export interface KeyFacts {
  /** As in `CacheFacts`: shown by the header test. */
  cached: EvidencePair | null;
  dummyCredential: { plain: Observation | null; sent: Observation } | null;
  read: Observation | null;
  /** Writes tracking to a record that does not exist. */
  write: Observation | null;
  /** Orders are refused with one of our User-Agents; `isElsewhere`: from every address. */
  refusedName: (EvidencePair & { isElsewhere: boolean }) | null;
  /** Requests with the key that did not reach the shop, and the same without it. */
  unkeyed: readonly { keyed: Observation; plain: Observation | null }[];
  found: readonly KeyFinding[];
}

/** By `plan/confirm/kind-of-rule.ts`: distinguishes the OWASP rules from a server's own by a GET with a body, then PUT. */
export interface RuleFacts {
  bodied: Observation | null;
  put: Observation | null;
}

/** All findings of a check, assembled from what its phases returned; the diagnosis is a pure function of them. */
export interface Findings extends Omit<Evidence, "proves">, Readonly<SearchFacts> {
  readonly cached: EvidencePair | null;
  /** `isBehindKey`: the shop is closed to guests, and the matrix was requested with the key. */
  readonly key: Readonly<Omit<KeyFacts, "cached"> & { isBehindKey: boolean }>;
  readonly ruleQuestions: RuleFacts | null;
}

export const noKeyFacts = (): KeyFacts => ({
  cached: null,
  dummyCredential: null,
  read: null,
  write: null,
  refusedName: null,
  unkeyed: [],
  found: [],
});

interface Facts {
  search: SearchFacts;
  cache: CacheFacts;
  key: KeyFacts;
  rule: RuleFacts | null;
  isBehindKey: boolean;
}

/** A copy: what is sent later changes nothing about it. */
export function assembleFindings(evidence: Evidence, { search, cache, key, rule, isBehindKey }: Facts): Findings {
  const { proves: _, matrix, beside, server, time, ...given } = evidence;
  const proves = (one: Observation | null): boolean => one !== null && evidence.proves(one);
  const provenPair = <Pair extends EvidencePair>(pair: Pair | null): Pair | null => (pair && proves(pair.fail) ? pair : null);
  return {
    ...given,
    ...search,
    matrix: matrix.copy(),
    beside: new Map(beside),
    server: { ...server },
    time: { ...time },
    cached: cache.cached ?? key.cached,
    redirects: { ...search.redirects, refusedBefore: provenPair(search.redirects.refusedBefore) },
    key: {
      dummyCredential: key.dummyCredential,
      read: proves(key.read) ? key.read : null,
      write: proves(key.write) ? key.write : null,
      refusedName: provenPair(key.refusedName),
      unkeyed: key.unkeyed.filter(({ keyed, plain }) => proves(keyed) && (plain === null || proves(plain))),
      found: key.found.filter(({ evidence: { fail } }) => proves(fail)),
      isBehindKey,
    },
    ruleQuestions: rule,
  };
}
