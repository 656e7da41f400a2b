import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clearAddressCache, listDatedAddresses, liveOutside } from "@/lib/health/live-outside";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { listNotes } from "@/lib/notify/data";
import { findRehearsal, listRefusedRehearsals, listRehearsedShops } from "@/lib/operations/addresses/data";
import {
  announceAddresses,
  moveTraffic,
  moveTrafficBack,
  previewAnnouncement,
  recordFirstAddresses,
  rehearseAgain,
  withdrawAddresses,
} from "@/lib/operations/addresses/mutations";
import { rehearseShop, startDueRehearsals } from "@/lib/operations/addresses/rehearse";
import { announceSchema } from "@/lib/operations/addresses/schema";
import { LOOPBACK, type SyncedShop, startSyncedShop } from "@/lib/testing/sync-shop";

const staff = jobPlatformScope("test");
const outside = { ...LOOPBACK, egress: { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" } };
const NEW = "127.0.0.5";
const plannedOn = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
const announcement = { addresses: [NEW], retiring: ["127.0.0.3"], plannedOn };

let allowing: SyncedShop;
let refusing: SyncedShop;
let rehearsalId: string;

beforeAll(async () => {
  await recordFirstAddresses(staff, outside.egress.addresses);
  allowing = await startSyncedShop([]);
  refusing = await startSyncedShop([]);
  refusing.shop.setBehaviour({ refusedAddresses: [{ address: NEW, how: "reset" }] });
});
afterAll(async () => {
  await Promise.all([allowing.shop.close(), refusing.shop.close(), closeQueue()]);
});

const usedAddresses = async () => {
  clearAddressCache();
  return (await liveOutside(outside)).egress.addresses;
};

async function tryEverything(): Promise<void> {
  const due = await inPlatform((tx) => tx.rehearsalResult.findMany({ where: { state: "waiting" } }));
  for (const { merchantId, integrationId } of due)
    await rehearseShop({ merchantId, integrationId, rehearsalId }, { outside, signal: new AbortController().signal });
}

describe("a rehearsal of new addresses", () => {
  test("refuses addresses in use, and covers every self-hosted shop", async () => {
    expect(await announceAddresses(staff, { ...announcement, addresses: ["127.0.0.2"] })).toEqual({ ok: false, reason: "address_in_use" });
    expect(await announceAddresses(staff, { ...announcement, retiring: ["192.0.2.1"] })).toEqual({ ok: false, reason: "retiring_unknown" });
    const far = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);
    expect(await previewAnnouncement(staff, { ...announcement, plannedOn: far })).toEqual({ ok: false, reason: "date_too_far" });
    expect(await previewAnnouncement(staff, { ...announcement, plannedOn: "2020-01-01" })).toEqual({ ok: false, reason: "date_past" });
    expect(await previewAnnouncement(staff, announcement)).toEqual({ ok: true, value: announcement });
    expect(await findRehearsal(staff), "a preview announces nothing").toBeNull();
    const both = await Promise.all([announceAddresses(staff, announcement), announceAddresses(staff, announcement)]);
    const started = both.find(({ ok }) => ok);
    expect(both, "two at the same moment").toContainEqual({ ok: false, reason: "rehearsal_running" });
    if (!started?.ok) throw new Error("none started");
    rehearsalId = started.value.id;
    expect(await announceAddresses(staff, { ...announcement, addresses: ["127.0.0.6"] })).toEqual({
      ok: false,
      reason: "rehearsal_running",
    });
    expect((await findRehearsal(staff))?.counts.waiting).toBe(2);
    expect(await startDueRehearsals(staff)).toBeGreaterThanOrEqual(1); // the first is due at once, the others are spread
  });

  test("moves no traffic while shops are untested, even on the day, unless staff accept as many", async () => {
    const date = (plannedAt: Date) => inPlatform((tx) => tx.rehearsal.update({ where: { id: rehearsalId }, data: { plannedAt } }));
    await date(new Date());
    expect(await moveTraffic(staff, { rehearsalId, accepted: null })).toEqual({ ok: false, reason: "shops_unproven" });
    const accepted = { refused: 0, unclear: 1 };
    expect(await moveTraffic(staff, { rehearsalId, accepted })).toEqual({ ok: false, reason: "refused_changed" });
    await date(new Date(`${plannedOn}T00:00:00Z`));
  });

  test("uses no new address before traffic moves", async () => {
    expect(await usedAddresses()).toEqual(["127.0.0.2", "127.0.0.3"]);
  });

  test("reports exactly the shop whose firewall refuses the new address, with the proof and the date", async () => {
    await tryEverything();
    const rehearsal = await findRehearsal(staff);
    expect(rehearsal?.counts).toMatchObject({ waiting: 0, passes: 1, refused: 1, other_trouble: 0, address_missing: 0 });
    for (const state of ["refused", "open"] as const)
      expect(await listRehearsedShops(staff, { rehearsalId, state, page: 1 })).toMatchObject([
        { integrationId: refusing.integrationId, refused: [NEW], state: "refused" },
      ]);
    expect(await listRefusedRehearsals(allowing.scope, null)).toEqual([]);
    const [reported] = await listRefusedRehearsals(refusing.scope, refusing.integrationId);
    expect(reported).toMatchObject({ refused: [NEW], isWaiting: false, plannedAt: new Date(`${plannedOn}T00:00:00Z`) });
    const cause = reported?.result?.causes.find(({ code }) => code === "ip_blocked");
    expect(cause).toMatchObject({ addresses: [NEW], certainty: "proven" });
    const notes = await Promise.all([listNotes(refusing.scope), listNotes(allowing.scope)]);
    expect(notes.map((list) => list.entries.map(({ kind }) => kind))).toEqual([["addresses_refused"], []]);
  });

  test("passes when the merchant tests again after admitting the address", async () => {
    refusing.shop.setBehaviour({});
    expect(await rehearseAgain(refusing.scope, { integrationId: refusing.integrationId })).toEqual({ ok: true, value: true });
    expect((await listRefusedRehearsals(refusing.scope, null))[0]?.isWaiting).toBe(true);
    await tryEverything();
    expect(await listRefusedRehearsals(refusing.scope, null)).toEqual([]);
    expect((await findRehearsal(staff))?.counts).toMatchObject({ passes: 2, refused: 0 });
  });

  test("moves traffic early only if the refused shops are confirmed, moves it back, and never uses a withdrawn address", async () => {
    expect(await moveTraffic(staff, { rehearsalId, accepted: null })).toEqual({ ok: false, reason: "before_date" });
    expect(await moveTraffic(staff, { rehearsalId, accepted: { refused: 3, unclear: 9 } })).toEqual({
      ok: false,
      reason: "refused_changed",
    });
    expect(await usedAddresses()).toEqual(["127.0.0.2", "127.0.0.3"]);
    await rehearseAgain(allowing.scope, { integrationId: allowing.integrationId });
    expect(await moveTraffic(staff, { rehearsalId, accepted: { refused: 0, unclear: 1 } })).toEqual({ ok: true, value: true });
    expect(await moveTraffic(staff, { rehearsalId, accepted: null })).toEqual({ ok: false, reason: "not_running" });
    expect(await startDueRehearsals(staff)).toBe(0);
    expect(await usedAddresses()).toEqual(["127.0.0.2", NEW]);
    const retiring = (await listDatedAddresses()).find(({ address }) => address === "127.0.0.3");
    expect(retiring?.retiresAt?.getTime()).toBeGreaterThan(Date.now());
    // A colleague announces others at the same moment: one of the two is refused, in words.
    const others = { addresses: ["127.0.0.6"], retiring: [], plannedOn };
    const [back, announced] = await Promise.all([moveTrafficBack(staff, rehearsalId), announceAddresses(staff, others)]);
    if (announced.ok) {
      expect(back).toEqual({ ok: false, reason: "not_moved" });
      await withdrawAddresses(staff, announced.value.id);
      expect(await moveTrafficBack(staff, rehearsalId)).toEqual({ ok: true, value: true });
    } else expect([back, announced.reason]).toEqual([{ ok: true, value: true }, "rehearsal_running"]);
    expect(await usedAddresses()).toEqual(["127.0.0.2", "127.0.0.3"]);
    expect(await startDueRehearsals(staff), "the shop whose turn the move ended").toBe(1);
  });

  test("stores nothing that is found after the addresses were withdrawn", async () => {
    await tryEverything();
    const { integrationId, scope } = refusing;
    await rehearseAgain(scope, { integrationId });
    let withdrawn: ReturnType<typeof withdrawAddresses> | null = null;
    const onRequest = () => {
      withdrawn ??= withdrawAddresses(staff, rehearsalId);
      return withdrawn;
    };
    refusing.shop.setBehaviour({ onRequest });
    await tryEverything();
    expect(await withdrawn).toEqual({ ok: true, value: true });
    expect(await usedAddresses()).toEqual(["127.0.0.2", "127.0.0.3"]);
    const [row] = await inPlatform((tx) => tx.rehearsalResult.findMany({ where: { integrationId } }));
    expect(row).toMatchObject({ state: "waiting", dueAt: null });
  });
});

test("anything but a public internet address is refused before it is announced", () => {
  const parse = (addresses: string) => announceSchema.safeParse({ addresses, retiring: "", plannedOn }).success;
  expect(parse("203.0.113.7, 2a00:1450::1\n198.51.100.3")).toBe(false); // documentation networks belong to no one
  expect(parse("8.8.8.8, 2a00:1450::1")).toBe(true);
  for (const text of ["", "10.0.0.1", "0x7f.1", "8.8.8.8/24", "ff02::1", "::ffff:8.8.8.8", "shop.example"]) expect(parse(text)).toBe(false);
});
