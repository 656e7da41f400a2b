import { type Observation, passed, type Source, type Subject } from "@/lib/check/probe/observation";
import type { NetFailure } from "@/lib/connectors/net/failures";
import type { Platform } from "@/lib/connectors/platforms";
import type { ShopProbes } from "@/lib/connectors/shop-probes";

/** One cell of the matrix: two cells are a contrast when they differ in one field. */
export interface Cell {
  subject: Extract<Subject, "root" | "resource">;
  method: string;
  userAgent: string;
  source: Source;
}

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

/** What the matrix knows: the outcome of each cell after its repeats. A cell that is not in it was not asked. */
class Matrix {
  // A check has a few dozen at most, and asks for them some hundred times: comparing them costs less than making keys.
  private cells: Entry[] = [];

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
  /** Takes back an outcome that proves nothing: the cell counts as not asked. */
  delete(cell: Cell): void {
    this.cells = this.cells.filter((entry) => !isSameCell(entry.cell, cell));
  }
  /** The same for all outcomes of which that is true; returns whether there were any. */
  deleteWhere(provesNothing: (observation: Observation, cell: Cell) => boolean): boolean {
    const before = this.cells.length;
    this.cells = this.cells.filter(({ cell, observation }) => !provesNothing(observation, cell));
    return this.cells.length < before;
  }
  clear(): void {
    this.cells = [];
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

/** Two requests that differ in one thing; `pass` is null when there is only one. */
export interface EvidencePair {
  pass: Observation | null;
  fail: Observation;
}

/** One and the same question was answered and refused, so often each. */
export interface Turns extends EvidencePair {
  passed: number;
  failed: number;
  /** Address of the server that is different; null where one address stands for all of them. */
  server: string | null;
}

/** What a test of credentials found: the cause and its evidence. */
export interface KeyFinding {
  code: "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient" | "api_disabled" | "invalid_response";
  reason: string | null;
  evidence: EvidencePair;
  details: Readonly<Record<string, string | number>>;
  lanes: readonly ("orders_in" | "tracking_out")[];
}

/** What was found instead of the API's root: the API at another place, or another shop system. */
type Elsewhere =
  | {
      is: "api";
      reason: "plain_permalinks" | "rewrite_missing" | "other_path" | "renamed_prefix";
      path: string;
      observation: Observation;
    }
  | { is: "other_platform"; platform: Platform; observation: Observation };

/** How redirects within the site ended, where they led to no shop: in a loop, or at an address that may not be contacted or does not exist. */
type LostRedirect = { is: "loop"; observation: Observation } | { is: "dead"; observation: Observation; failure: NetFailure };

/** Exactly the methods of the platform that the OWASP rules leave out by default. */
export const isLikeCoreRules = (refusedMethods: readonly string[]): boolean =>
  [...new Set(refusedMethods)].sort().join() === "DELETE,PATCH";

/** A 403 or 406 that no firewall signs: the server's own page, or none that is known. */
export const isPlainRefusal = ({ answer, reading }: Observation): boolean =>
  reading?.meaning !== "pass" &&
  (answer?.status === 403 || answer?.status === 406) &&
  !reading?.api &&
  (!reading?.sign || reading.sign.sign === "page");

/** Where the shop and its API are, when the address that was given is not enough. */
interface LocationFindings {
  homePage: Observation | null;
  elsewhere: Elsewhere | null;
}

export interface RedirectFindings {
  lost: LostRedirect | null;
  /** Identities that were refused at an address from where `pass` was redirected within the site. */
  refusedBefore: { pass: Observation; fail: Observation; userAgents: readonly string[]; addresses: readonly string[] } | null;
}

interface ServerFindings {
  cached: EvidencePair | null;
  /** A page of the server takes the place of what the shop says without a key; `open` is asked instead where something can be. */
  substitutedPage: { plain: Observation; open: Observation | null } | null;
  /** The root answered as if it had been asked without a query, at two addresses. */
  losesQuery: boolean;
  /** Replaces the impossible order number where something in front of the shop refuses that; null where nothing does. */
  orderNumber: number | null;
}

/** What changed while the check was asking. In each pair `pass` is the same request at another time. */
interface TimeFindings {
  limited: EvidencePair | null;
  /** The limit counts by what is asked for: something else passed meanwhile, for the same visitor. */
  countsByUrl: EvidencePair | null;
  /** The same question is answered by one server and refused by another one. */
  turns: Turns | null;
  /** A request that passed before was refused later. */
  banned: EvidencePair | null;
  /** A request that passed before met maintenance or a broken server later. */
  brokeDown: EvidencePair | null;
}

/** Requests with credentials, and the same ones without. */
interface CredentialFindings {
  /** The shop answers nothing without a key: everything in the matrix was asked with one. */
  isBehindKey: boolean;
  dummyCredential: { plain: Observation | null; sent: Observation } | null;
  read: Observation | null;
  /** Writing with the key what tracking needs, at a place that does not exist. */
  write: Observation | null;
  /** A request for orders that is refused under one of our User-Agents alone; `isElsewhere`: from every address that was asked. */
  refusedName: (EvidencePair & { isElsewhere: boolean }) | null;
  /** Requests that did not reach the shop with the key, and the outcome of the same ones without it. */
  unkeyed: readonly { keyed: Observation; plain: Observation | null }[];
  found: readonly KeyFinding[];
}

/** All that the experiment found out, by phase; the diagnosis is a pure function of it. */
export interface Findings {
  platform: Platform;
  probes: ShopProbes;
  agents: readonly [string, string];
  /** Sources that must get through; the default route when no address is configured. */
  egress: readonly Source[];
  control: Source | null;
  matrix: Matrix;
  /** What passed at the very address where this was refused, where each refusal needs an address of its own. */
  beside: Map<Observation, Observation>;
  /** The cell by which the shop could be worked with; null when no request got through. */
  working: Cell | null;
  location: LocationFindings;
  redirects: RedirectFindings;
  server: ServerFindings;
  time: TimeFindings;
  key: CredentialFindings;
  /** Distinguishes the OWASP rules from a rule of the server where a plain page refuses methods: a GET with a body; and PUT, where that does not. */
  ruleQuestions: { bodied: Observation | null; put: Observation | null } | null;
}

/** What is known before anything was asked. */
export const noFindings = ({
  platform,
  probes,
  agents,
  egress,
  control,
}: Pick<Findings, "platform" | "probes" | "agents" | "egress" | "control">): Findings => ({
  platform,
  probes,
  agents,
  egress,
  control,
  matrix: new Matrix(),
  beside: new Map(),
  working: null,
  location: { homePage: null, elsewhere: null },
  redirects: { lost: null, refusedBefore: null },
  server: { cached: null, substitutedPage: null, losesQuery: false, orderNumber: null },
  time: { limited: null, countsByUrl: null, turns: null, banned: null, brokeDown: null },
  key: { isBehindKey: false, dummyCredential: null, read: null, write: null, refusedName: null, unkeyed: [], found: [] },
  ruleQuestions: null,
});
