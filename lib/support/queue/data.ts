import { PAGE_SIZE } from "@/lib/base/paging";
import { DAY_MS } from "@/lib/base/units";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { STAFF_ROLES, staffMay } from "@/lib/identity/accounts/staff-roles";
import { findTrouble } from "@/lib/incidents/describe-incident";
import type { Incident } from "@/lib/incidents/incident";
import { toIncident } from "@/lib/incidents/record";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { sqlWithin } from "@/lib/infra/sql";
import { estimateMissedOrders } from "@/lib/integrations/list/missed-orders";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { readIntegrationRows } from "@/lib/integrations/list/row-query";
import type { QueueQuery, QueueView } from "@/lib/support/queue/schema";
import { QUEUE_VIEWS } from "@/lib/support/queue/schema";
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

export interface QueuePage {
  entries: QueueEntry[];
  total: number;
  counts: Record<QueueView, number>;
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

/** Null for an incident that ends, though not closed yet. */
function judge(row: CandidateRow, staff: ReadonlySet<string>, now: Date): Candidate | null {
  const { merchantId, merchantName, integrationId, needsAction, parcels, threads, pace, askedAt } = row;
  const incident = toIncident({ ...row, facts: row.facts as object });
  const trouble = findTrouble(incident);
  if (!trouble) return null;
  const stored = workSchema.safeParse(row.work).data ?? NO_WORK;
  // Who has left support works on nothing.
  const work = stored.assignee && !staff.has(stored.assignee.personId) ? { ...stored, assignee: null } : stored;
  const { kind, since } = trouble.effect;
  return {
    ...{ merchantId, merchantName, integrationId, needsAction, parcels, threads, incident, work, since },
    dueAt: dueAt(kind, since),
    orders: pace && estimateMissedOrders(pace),
    isSnoozed: isSnoozed(work, { incident, since, askedAt }, now),
    hostSince: waitsOnHostSince(incident),
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

/** The cost so far: estimated missed orders plus waiting parcels. */
const effectOf = ({ parcels, orders }: Candidate): number => parcels + (orders ?? 0);
const older = (a: Candidate, b: Candidate): number => a.since.getTime() - b.since.getTime();

const BY: Readonly<Record<QueueQuery["sort"], (a: Candidate, b: Candidate) => number>> = {
  effect: (a, b) => effectOf(b) - effectOf(a) || older(a, b),
  due: (a, b) => a.dueAt.getTime() - b.dueAt.getTime() || older(a, b),
  age: older,
};

/** One page of the incidents that need a person. */
export function listQueue({ actor }: PlatformScope, { view, state, sort, page }: QueueQuery): Promise<QueuePage> {
  const reader = actor.kind === "staff" ? actor.personId : "";
  return inPlatform(async (tx) => {
    const now = new Date();
    const staff = new Set((await readStaff(tx)).map(({ personId }) => personId));
    const rows = await tx.$queryRaw<CandidateRow[]>(queueStatement());
    const candidates = rows.flatMap((row) => judge(row, staff, now) ?? []).filter(IN_STATE[state]);
    const inView = (one: QueueView): Candidate[] => candidates.filter((candidate) => FITS[one](candidate, reader, now));
    const counts = Object.fromEntries(QUEUE_VIEWS.map((one) => [one, inView(one).length])) as Record<QueueView, number>;
    const fitting = inView(view).sort(BY[sort]);
    const shown = fitting.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    return { entries: await readEntries(tx, shown), total: fitting.length, counts };
  });
}

async function readEntries(tx: Transaction, candidates: readonly Candidate[]): Promise<QueueEntry[]> {
  const rows = await readRows(tx, candidates);
  const prices = await readPrices(tx, candidates);
  return candidates.flatMap(({ incident, orders, needsAction: _, parcels: __, integrationId, ...candidate }) => {
    const row = rows.get(integrationId);
    const price = prices.get(integrationId);
    const money = price && orders ? { amount: price.mean * orders, currency: price.currency } : null;
    return row ? [{ ...candidate, incidentId: incident.id, row, money }] : [];
  });
}

async function readRows(tx: Transaction, candidates: readonly Candidate[]): Promise<Map<string, IntegrationRow>> {
  const ofMerchant = Map.groupBy(candidates, ({ merchantId }) => merchantId);
  const rows = new Map<string, IntegrationRow>();
  for (const [merchantId, own] of ofMerchant) {
    const ids = own.map(({ integrationId }) => integrationId);
    for (const row of await readIntegrationRows(sqlWithin(tx), merchantId, ids)) rows.set(row.id, row);
  }
  return rows;
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
