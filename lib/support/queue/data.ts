import { PAGE_SIZE } from "@/lib/base/paging";
import { DAY_MS } from "@/lib/base/units";
import { type CauseCode, toCauseCode } from "@/lib/check/causes";
import { type Traits, toTraits } from "@/lib/check/shop-traits";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { STAFF_ROLES, staffMay } from "@/lib/identity/accounts/staff-roles";
import { findTrouble } from "@/lib/incidents/describe-incident";
import { openCauses } from "@/lib/incidents/effects";
import type { Incident } from "@/lib/incidents/incident";
import { toIncident } from "@/lib/incidents/record";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import type { FleetIncident } from "@/lib/infra/prisma-client/client";
import { sqlWithin } from "@/lib/infra/sql";
import { estimateMissedOrders } from "@/lib/integrations/list/missed-orders";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readRowsAcross } from "@/lib/integrations/list/row-query";
import { MAX_ALIKE, QUEUE_VIEWS, type QueueQuery, type QueueView, type SeenIncident } from "@/lib/support/queue/schema";
import { type CandidateRow, priceStatement, queueStatement } from "@/lib/support/queue/statement";
import { dueAt } from "@/lib/support/queue/targets";
import { isSnoozed, NO_WORK, type StaffMember, type Work, waitsOnHostSince, workSchema } from "@/lib/support/queue/work";

/** After so many days a hosting provider that was asked is worth a call. */
export const HOST_DAYS = 2;

interface Candidate extends Pick<CandidateRow, "merchantId" | "merchantName" | "integrationId" | "needsAction" | "parcels" | "threads"> {
  incident: Incident;
  work: Work;
  since: Date;
  dueAt: Date;
  orders: number | null;
  isSnoozed: boolean;
  hostSince: Date | null;
  /** The shared problem that it is part of. */
  sharedId: string | null;
}

export interface Money {
  amount: number;
  currency: string;
}

export interface QueueEntry {
  incidentId: string;
  merchantId: string;
  merchantName: string;
  /** Unsolved questions to support. */
  threads: number;
  row: IntegrationRow;
  work: Work;
  isSnoozed: boolean;
  since: Date;
  /** When it should be over. */
  dueAt: Date;
  /** Since when the hosting provider has been asked or reminded. */
  hostSince: Date | null;
  /** What the missed orders are worth, if the shop's orders tell. */
  money: Money | null;
}

/** Incidents of one problem that several shops share, in one line. */
export interface QueueGroup {
  id: string;
  cause: CauseCode;
  traits: Traits;
  startedAt: Date;
  merchants: number;
  orders: number;
  parcels: number;
  dueAt: Date;
  /** Names of who works on them, each once. */
  assignees: string[];
  /** Number of incidents. */
  size: number;
  /** Those that one act changes, as the user sees them: at most MAX_ALIKE. */
  incidents: SeenIncident[];
  /** Those of them that have no assignee. */
  unassigned: SeenIncident[];
  /** The incidents themselves, if the line is open. */
  entries: QueueEntry[] | null;
}

type QueueLine = { kind: "one"; entry: QueueEntry } | { kind: "group"; group: QueueGroup };

export interface QueuePage {
  lines: QueueLine[];
  /** Number of lines. */
  total: number;
  counts: Record<QueueView, number>;
  /** Incidents that wait for support, whatever the filter shows. */
  waiting: number;
}

/** Staff who may work on incidents, by name. */
export const listStaff = (_scope: PlatformScope): Promise<StaffMember[]> => inPlatform(readStaff);

const ROLES_AT_WORK = STAFF_ROLES.filter((role) => staffMay(role, "work_incidents"));

export async function readStaff(tx: Transaction): Promise<StaffMember[]> {
  const select = { id: true, name: true } as const;
  const people = await tx.person.findMany({
    where: { staffRole: { in: ROLES_AT_WORK } },
    select,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return people.map(({ id, name }) => ({ personId: id, name }));
}

/** Whether the incident is about this cause, or its causes are not known yet. */
const isAbout = (incident: Incident, cause: string): boolean =>
  openCauses(incident).length === 0 || openCauses(incident).some(({ code }) => code === cause);

/** Null for an incident that ends, though not closed yet. */
function judge(row: CandidateRow, staff: ReadonlySet<string>, now: Date): Candidate | null {
  const { merchantId, merchantName, integrationId, needsAction, parcels, threads, pace, askedAt, shared } = row;
  const incident = toIncident({ ...row, facts: row.facts as object });
  const trouble = findTrouble(incident);
  if (!trouble) return null;
  const stored = workSchema.safeParse(row.work).data ?? NO_WORK;
  // Who has left support works on nothing.
  const work = stored.assignee && !staff.has(stored.assignee.personId) ? { ...stored, assignee: null } : stored;
  const { kind, since } = trouble.effect;
  return {
    merchantId,
    merchantName,
    integrationId,
    needsAction,
    parcels,
    threads,
    incident,
    work,
    since,
    dueAt: dueAt(kind, since),
    orders: pace && estimateMissedOrders(pace),
    isSnoozed: isSnoozed(work, { incident, since, askedAt }, now),
    hostSince: waitsOnHostSince(incident),
    sharedId: shared && isAbout(incident, shared.cause) ? shared.id : null,
  };
}

const FITS: Readonly<Record<QueueView, (candidate: Candidate, reader: string, now: Date) => boolean>> = {
  all: ({ isSnoozed }) => !isSnoozed,
  mine: ({ work, isSnoozed }, reader) => work.assignee?.personId === reader && !isSnoozed,
  unassigned: ({ work, isSnoozed }) => !work.assignee && !isSnoozed,
  host: ({ hostSince, isSnoozed }, _, now) => hostSince !== null && hostSince.getTime() < now.getTime() - HOST_DAYS * DAY_MS && !isSnoozed,
  snoozed: ({ isSnoozed }) => isSnoozed,
};

const IN_STATE: Readonly<Record<QueueQuery["state"], (candidate: Candidate) => boolean>> = {
  all: () => true,
  action_needed: ({ needsAction }) => needsAction,
  slow_for_long: ({ needsAction, threads }) => !needsAction && threads === 0,
  asked: ({ threads }) => threads > 0,
};

/** What lines are sorted by; of a group, what is worst. */
interface Rank {
  /** The cost so far: estimated missed orders plus waiting parcels. */
  effect: number;
  since: number;
  due: number;
}

const BY: Readonly<Record<QueueQuery["sort"], (a: Rank, b: Rank) => number>> = {
  effect: (a, b) => b.effect - a.effect || a.since - b.since,
  due: (a, b) => a.due - b.due || a.since - b.since,
  age: (a, b) => a.since - b.since,
};

const rankOf = (members: readonly Candidate[]): Rank => ({
  effect: members.reduce((sum, { parcels, orders }) => sum + parcels + (orders ?? 0), 0),
  since: Math.min(...members.map(({ since }) => since.getTime())),
  due: Math.min(...members.map((member) => member.dueAt.getTime())),
});

/** From so many incidents of one problem on, they share a line. */
const MIN_ALIKE = 3;

/** Each line's incidents: those of one shared problem together. */
function lineUp(candidates: readonly Candidate[], sort: QueueQuery["sort"]): Candidate[][] {
  const alike = Map.groupBy(candidates, ({ sharedId, incident }) => sharedId ?? incident.id);
  const lines = [...alike.values()].flatMap((members) => (members.length < MIN_ALIKE ? members.map((one) => [one]) : [members]));
  const ranked = lines.map((members) => ({ members, ...rankOf(members) }));
  return ranked.sort(BY[sort]).map(({ members }) => members);
}

/** One page of the incidents that need a person. */
export function listQueue({ actor }: PlatformScope, { view, state, sort, page, open }: QueueQuery): Promise<QueuePage> {
  const reader = actor.kind === "staff" ? actor.personId : "";
  return inPlatform(async (tx) => {
    const now = new Date();
    const staff = new Set((await readStaff(tx)).map(({ personId }) => personId));
    const rows = await tx.$queryRaw<CandidateRow[]>(queueStatement());
    const all = rows.flatMap((row) => judge(row, staff, now) ?? []);
    const candidates = all.filter(IN_STATE[state]);
    const inView = (one: QueueView): Candidate[] => candidates.filter((candidate) => FITS[one](candidate, reader, now));
    const counts = Object.fromEntries(QUEUE_VIEWS.map((one) => [one, inView(one).length])) as Record<QueueView, number>;
    const lines = lineUp(inView(view), sort);
    const shown = lines.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    const waiting = all.filter((candidate) => FITS.all(candidate, reader, now)).length;
    return { lines: await readLines(tx, shown, open), total: lines.length, counts, waiting };
  });
}

async function readLines(tx: Transaction, lines: readonly Candidate[][], open: string | null): Promise<QueueLine[]> {
  const isShown = (members: readonly Candidate[]): boolean => members.length === 1 || members[0]?.sharedId === open;
  const entries = new Map((await readEntries(tx, lines.filter(isShown).flat())).map((entry) => [entry.incidentId, entry]));
  const entriesOf = (members: readonly Candidate[]): QueueEntry[] => members.flatMap(({ incident }) => entries.get(incident.id) ?? []);
  const ids = lines.flatMap(([first, second]) => (first?.sharedId && second ? [first.sharedId] : []));
  const problems = ids.length === 0 ? [] : await tx.fleetIncident.findMany({ where: { id: { in: ids } } });
  return lines.flatMap((members): QueueLine[] => {
    if (members.length === 1) return entriesOf(members).map((entry) => ({ kind: "one", entry }));
    const problem = problems.find(({ id }) => id === members[0]?.sharedId);
    return problem ? [{ kind: "group", group: groupOf(problem, members, isShown(members) ? entriesOf(members) : null) }] : [];
  });
}

function groupOf({ id, cause, traits, startedAt }: FleetIncident, members: readonly Candidate[], entries: QueueEntry[] | null): QueueGroup {
  const seenOf = ({ merchantId, incident, work }: Candidate): SeenIncident => ({ merchantId, incidentId: incident.id, seen: work.version });
  const names = members.flatMap(({ work }) => work.assignee?.name ?? []);
  return {
    id,
    cause: toCauseCode(cause),
    traits: toTraits(traits),
    startedAt,
    entries,
    merchants: new Set(members.map(({ merchantId }) => merchantId)).size,
    orders: members.reduce((sum, { orders }) => sum + (orders ?? 0), 0),
    parcels: members.reduce((sum, { parcels }) => sum + parcels, 0),
    dueAt: new Date(rankOf(members).due),
    assignees: [...new Set(names)],
    size: members.length,
    incidents: members.slice(0, MAX_ALIKE).map(seenOf),
    unassigned: members
      .filter(({ work }) => !work.assignee)
      .slice(0, MAX_ALIKE)
      .map(seenOf),
  };
}

async function readEntries(tx: Transaction, candidates: readonly Candidate[]): Promise<QueueEntry[]> {
  const rows = await readRowsAcross(sqlWithin(tx), candidates);
  const prices = await readPrices(tx, candidates);
  return candidates.flatMap(({ incident, orders, needsAction: _, parcels: __, sharedId: ___, integrationId, ...candidate }) => {
    const row = rows.get(integrationId);
    const price = prices.get(integrationId);
    const money = price && orders ? { amount: price.mean * orders, currency: price.currency } : null;
    return row ? [{ ...candidate, incidentId: incident.id, row, money }] : [];
  });
}

interface Price {
  integrationId: string;
  mean: number;
  currency: string;
}

async function readPrices(tx: Transaction, candidates: readonly Candidate[]): Promise<Map<string, Price>> {
  const missing = candidates.filter(({ orders }) => orders);
  if (missing.length === 0) return new Map();
  const [merchants, shops] = [missing.map(({ merchantId }) => merchantId), missing.map(({ integrationId }) => integrationId)];
  const prices = await tx.$queryRaw<Price[]>(priceStatement(merchants, shops));
  return new Map(prices.map((price) => [price.integrationId, price]));
}
