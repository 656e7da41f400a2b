import { ok, type Result, refuse } from "@/lib/base/result";
import { DAY_MS } from "@/lib/base/units";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { addressState } from "@/lib/connectors/egress/dated-addresses";
import { classifyAddress } from "@/lib/connectors/net/address";
import { SELF_HOSTED } from "@/lib/connectors/shop-systems";
import type { MerchantScope, PlatformScope } from "@/lib/identity/accounts/access";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { recordAnnouncement } from "@/lib/notify/events/record-events";
import type { Announcement } from "@/lib/operations/addresses/schema";

/** Shops rehearsed per second across the fleet: a hundred thousand take seven hours, and no host notices. */
const SHOPS_A_SECOND = 4;
/** How long an unused address stays on the lists, so that traffic can move back. */
export const RETIRE_AFTER_DAYS = 14;
const MAX_ANNOUNCED_DAYS = 366;

const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);
const isLoopback = (address: string): boolean => classifyAddress(address) === "loopback";

/** Records the addresses in use as live since now, if none were recorded before. */
export function recordFirstAddresses(_scope: PlatformScope, addresses: readonly string[]): Promise<void> {
  return inPlatform(async (tx) => {
    await tx.$executeRaw`
      insert into egress_address (address, live_at) select address, now() from unnest(${[...addresses]}::text[]) as address
      where not exists (select 1 from egress_address) on conflict do nothing`;
  });
}

export type AnnounceRefusal =
  | "rehearsal_running"
  | "addresses_invalid"
  | "address_in_use"
  | "address_is_control"
  | "retiring_unknown"
  | "date_past"
  | "date_too_far";

async function findFault(tx: Transaction, input: Announcement, now: Date): Promise<AnnounceRefusal | null> {
  const { egress } = outsideConfig();
  const plannedAt = startOf(input.plannedOn);
  if (plannedAt < startOf(now.toISOString().slice(0, 10))) return "date_past";
  if (plannedAt.getTime() > now.getTime() + MAX_ANNOUNCED_DAYS * DAY_MS) return "date_too_far";
  if (egress.control !== null && input.addresses.includes(egress.control)) return "address_is_control";
  if (await tx.rehearsal.findFirst({ where: { state: "running" } })) return "rehearsal_running";
  const known = await tx.egressAddress.findMany();
  // Only a demo uses loopback addresses; the firewall of a real shop cannot allow them.
  const isDemo = [...egress.addresses, ...known.map(({ address }) => address)].some(isLoopback);
  if (!isDemo && input.addresses.some(isLoopback)) return "addresses_invalid";
  const states = new Map(known.map((one) => [one.address, addressState(one, now)]));
  const isUsed = (address: string) => ["live", "retiring"].includes(states.get(address) ?? "announced");
  if (input.addresses.some(isUsed)) return "address_in_use";
  return input.retiring.some((address) => states.get(address) !== "live") ? "retiring_unknown" : null;
}

/** What an announcement would publish, so that staff confirm what they read. Changes nothing. */
export async function previewAnnouncement(_scope: PlatformScope, input: Announcement): Promise<Result<Announcement, AnnounceRefusal>> {
  const fault = await inPlatform((tx) => findFault(tx, input, new Date()));
  return fault ? refuse(fault) : ok(input);
}

/** Of two who start or resume a rehearsal at the same moment, the second sees that the first one runs. */
const lockRehearsals = (tx: Transaction) => tx.$executeRaw`select pg_advisory_xact_lock(hashtext('announce_addresses'))`;

/** Announces new addresses and starts their rehearsal: every self-hosted shop is checked from them, spread over time. */
export function announceAddresses(scope: PlatformScope, input: Announcement): Promise<Result<{ id: string }, AnnounceRefusal>> {
  const plannedAt = startOf(input.plannedOn);
  const today = new Date();
  return inPlatform(async (tx) => {
    await lockRehearsals(tx);
    const fault = await findFault(tx, input, today);
    if (fault) return refuse(fault);
    // In use but missing from the table: record it as live, so that it does not count as unused.
    const unlisted = outsideConfig().egress.addresses.filter((address) => !input.addresses.includes(address));
    await tx.egressAddress.createMany({ data: unlisted.map((address) => ({ address, liveAt: today })), skipDuplicates: true });
    for (const address of input.addresses) {
      const dates = { announcedAt: today, plannedAt, liveAt: null, retiresAt: null };
      await tx.egressAddress.upsert({ where: { address }, create: { address, ...dates }, update: dates });
    }
    const { addresses, retiring } = input;
    const rehearsal = await tx.rehearsal.create({ data: { addresses, retiring, plannedAt, startedBy: scope.actor } });
    await tx.$executeRaw`
      insert into rehearsal_result (merchant_id, rehearsal_id, integration_id, due_at)
      select merchant_id, ${rehearsal.id}::uuid, id,
        now() + make_interval(secs => (row_number() over (order by md5(id::text)) - 1)::float8 / ${SHOPS_A_SECOND})
      from integration where shop_system = any(${[...SELF_HOSTED]})`;
    await recordAnnouncement(tx, { addresses, retiring, plannedOn: input.plannedOn });
    const details = { addresses: addresses.join(" "), plannedOn: input.plannedOn };
    await recordPlatformEvent(tx, scope, { action: "addresses_announced", details });
    return ok({ id: rehearsal.id });
  });
}

async function lockRunning(tx: Transaction, rehearsalId: string) {
  await tx.$queryRaw`select id from rehearsal where id = ${rehearsalId}::uuid for update`;
  return tx.rehearsal.findFirst({ where: { id: rehearsalId, state: "running" } });
}

/** Withdraws the announcement. The addresses were never used and need not be allowed any more. */
export function withdrawAddresses(scope: PlatformScope, rehearsalId: string): Promise<Result<true, "not_running">> {
  return inPlatform(async (tx) => {
    const rehearsal = await lockRunning(tx, rehearsalId);
    if (!rehearsal) return refuse("not_running");
    const now = new Date();
    await tx.egressAddress.updateMany({ where: { address: { in: rehearsal.addresses } }, data: { plannedAt: null, retiresAt: now } });
    await tx.rehearsal.update({ where: { id: rehearsalId }, data: { state: "withdrawn", endedAt: now, endedBy: scope.actor } });
    await tx.rehearsalResult.updateMany({ where: { rehearsalId }, data: { dueAt: null } });
    await recordPlatformEvent(tx, scope, { action: "addresses_withdrawn", details: { addresses: rehearsal.addresses.join(" ") } });
    return ok(true);
  });
}

/**
 * From now on connections use the new addresses and no longer the retiring ones. Before the announced day, and while a shop is not proven
 * to allow them, `accepted` must hold the shops currently known to refuse them, and at least as many as have no clear result.
 */
export function moveTraffic(
  scope: PlatformScope,
  { rehearsalId, accepted }: { rehearsalId: string; accepted: { refused: number; unclear: number } | null },
): Promise<Result<true, "not_running" | "before_date" | "shops_unproven" | "refused_changed">> {
  return inPlatform(async (tx) => {
    const rehearsal = await lockRunning(tx, rehearsalId);
    if (!rehearsal) return refuse("not_running");
    const now = new Date();
    const refused = await tx.rehearsalResult.count({ where: { rehearsalId, state: "refused" } });
    const unclear = await tx.rehearsalResult.count({ where: { rehearsalId, state: { notIn: ["passes", "refused"] } } });
    if (accepted === null && rehearsal.plannedAt > now) return refuse("before_date");
    if (accepted === null && refused + unclear > 0) return refuse("shops_unproven");
    if (accepted !== null && (accepted.refused !== refused || accepted.unclear < unclear)) return refuse("refused_changed");
    const retiresAt = new Date(now.getTime() + RETIRE_AFTER_DAYS * DAY_MS);
    await tx.egressAddress.updateMany({ where: { address: { in: rehearsal.addresses } }, data: { liveAt: now } });
    await tx.egressAddress.updateMany({ where: { address: { in: rehearsal.retiring } }, data: { retiresAt } });
    await tx.rehearsal.update({ where: { id: rehearsalId }, data: { state: "moved", endedAt: now, endedBy: scope.actor } });
    await tx.rehearsalResult.updateMany({ where: { rehearsalId }, data: { dueAt: null } });
    const moved = { addresses: rehearsal.addresses.join(" "), retiring: rehearsal.retiring.join(" ") };
    const details = { ...moved, refused, plannedOn: rehearsal.plannedAt.toISOString().slice(0, 10) };
    await recordPlatformEvent(tx, scope, { action: "traffic_moved", details });
    return ok(true);
  });
}

/** Moves traffic back while the old addresses are still on the lists; the rehearsal continues. */
export function moveTrafficBack(scope: PlatformScope, rehearsalId: string): Promise<Result<true, "not_moved" | "already_retired">> {
  return inPlatform(async (tx) => {
    await lockRehearsals(tx);
    await tx.$queryRaw`select id from rehearsal where id = ${rehearsalId}::uuid for update`;
    const rehearsal = await tx.rehearsal.findFirst({ where: { id: rehearsalId, state: "moved" } });
    const running = await tx.rehearsal.findFirst({ where: { state: "running" } });
    if (!rehearsal || running) return refuse("not_moved");
    const retired = await tx.egressAddress.findFirst({ where: { address: { in: rehearsal.retiring }, retiresAt: { lte: new Date() } } });
    if (retired) return refuse("already_retired");
    await tx.egressAddress.updateMany({ where: { address: { in: rehearsal.addresses } }, data: { liveAt: null } });
    await tx.egressAddress.updateMany({ where: { address: { in: rehearsal.retiring } }, data: { retiresAt: null } });
    await tx.rehearsal.update({ where: { id: rehearsalId }, data: { state: "running", endedAt: null } });
    await tx.$executeRaw`
      update rehearsal_result r set due_at = now() + make_interval(secs => unsettled.place::float8 / ${SHOPS_A_SECOND})
      from (
        select merchant_id, integration_id, row_number() over (order by md5(integration_id::text)) - 1 as place from rehearsal_result
        where rehearsal_id = ${rehearsalId}::uuid and state not in ('passes', 'refused')
      ) unsettled
      where r.rehearsal_id = ${rehearsalId}::uuid and r.merchant_id = unsettled.merchant_id and r.integration_id = unsettled.integration_id`;
    await recordPlatformEvent(tx, scope, { action: "traffic_moved_back", details: { addresses: rehearsal.addresses.join(" ") } });
    return ok(true);
  });
}

/** Repeats a shop's rehearsal at once, after the merchant changed the firewall. `not_found` for unknown and foreign ids. */
export function rehearseAgain(scope: MerchantScope, input: { integrationId: string }): Promise<Result<true, "not_found">> {
  const { merchantId } = scope;
  const { integrationId } = input;
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.rehearsalResult.updateMany({
      where: { merchantId, integrationId, rehearsal: { state: "running" }, state: { not: "waiting" } },
      data: { state: "waiting", dueAt: new Date() },
    });
    if (count > 0) await publish(tx, { kind: "integration", merchantId, integrationId });
    const known =
      count > 0 || (await tx.rehearsalResult.count({ where: { merchantId, integrationId, rehearsal: { state: "running" } } })) > 0;
    return known ? ok(true) : refuse("not_found");
  });
}
