import { setTimeout as wait } from "node:timers/promises";
import { connectorFor } from "@/lib/connectors/registry";
import type { ShopClient } from "@/lib/connectors/shop";
import { nameFailure, outcomeOf, untested, withShop } from "@/scripts/conformance/promises/outcomes";
import { PAST_MS, type ReadOrders, readOrders } from "@/scripts/conformance/read-orders";
import type { Outcome, Subject } from "@/scripts/conformance/subject";
import { compareOrder, type TrueOrder } from "@/scripts/conformance/true-order";

const at = (orders: readonly TrueOrder[], ...places: TrueOrder["place"][]): TrueOrder[] =>
  orders.filter(({ place }) => places.includes(place));
const idsOf = (orders: readonly TrueOrder[]): string => orders.map(({ id }) => id).join(", ") || "none";

function compareAll(truth: readonly TrueOrder[], read: ReadOrders): { problems: string[]; fields: number } {
  const compared = at(truth, "list").map((one) => {
    const order = read.orders.get(one.id);
    return order ? compareOrder(one, order) : { compared: 0, differences: [`order ${one.id}: in the shop, not here`] };
  });
  const known = new Set(truth.map(({ id }) => id));
  const made = [...read.orders.keys()].filter((id) => !known.has(id)).map((id) => `order ${id}: here, not in the shop`);
  return {
    problems: [...compared.flatMap(({ differences }) => differences), ...made],
    fields: compared.reduce((sum, one) => sum + one.compared, 0),
  };
}

/** How many orders are also requested by their id. */
const SAMPLE = 25;

async function checkById(subject: Subject, truth: readonly TrueOrder[]): Promise<Outcome[]> {
  const connector = connectorFor(subject.shopSystem);
  const listed = at(truth, "list");
  const every = Math.max(1, Math.floor(listed.length / SAMPLE));
  return withShop(subject, async (shop) => {
    const differences: string[] = [];
    const sample = listed.filter((_, index) => index % every === 0);
    for (const one of sample) {
      const got = await connector.fetchOrder(shop, one.id);
      if (!got.ok) differences.push(`order ${one.id}: ${nameFailure(got.failure)}`);
      else if (got.value === null) differences.push(`order ${one.id}: in the shop, called deleted here`);
      else if ("number" in got.value) differences.push(...compareOrder(one, got.value).differences);
      else differences.push(`order ${one.id}: ${got.value.error}`);
    }
    const [gone, kept] = [at(truth, "deleted"), at(truth, "unlisted")];
    const wrong: string[] = [];
    for (const { id, place } of [...gone, ...kept]) {
      const got = await connector.fetchOrder(shop, id);
      if (!got.ok) wrong.push(`order ${id}: ${nameFailure(got.failure)}`);
      else if ((got.value === null) !== (place === "deleted"))
        wrong.push(`order ${id}: ${place} in the shop, ${got.value ? "there" : "called deleted"} here`);
    }
    const deletions = "A deleted order is called deleted, and no other";
    return [
      outcomeOf("An order is the same by its id as in the list", differences, `${sample.length} orders`),
      gone.length + kept.length === 0
        ? untested(deletions, 'the truth has no order with the place "deleted" or "unlisted"')
        : outcomeOf(deletions, wrong, `deleted: ${idsOf(gone)}; unlisted: ${idsOf(kept)}`),
    ];
  });
}

/** Requests of an import before which an order is edited. */
const EDITED_REQUESTS = 12;

/** A client before whose first requests orders change, as in a shop that sells. */
function editing(client: ShopClient, edit: (count: number) => Promise<void>): ShopClient {
  let sent = 0;
  const send: ShopClient["send"] = async (request) => {
    sent += 1;
    if (sent <= EDITED_REQUESTS) await edit(sent);
    return client.send(request);
  };
  return new Proxy(client, { get: (target, name) => (name === "send" ? send : Reflect.get(target, name, target)) });
}

async function checkEdits(subject: Subject, truth: readonly TrueOrder[]): Promise<Outcome> {
  const promise = "Edits during an import lose nothing";
  const { change, shopSystem } = subject;
  const ids = at(truth, "list").map(({ id }) => id);
  if (!change || ids.length === 0) return untested(promise, 'the command "change" is missing');
  return withShop(subject, async (shop) => {
    const pick = (count: number): string => ids[(count * 37) % ids.length] ?? "";
    let edited = 0;
    const client = editing(shop.client, (count) => {
      edited = count;
      return change([pick(count)]);
    });
    const first = await readOrders(shopSystem, { ...shop, client }, null);
    // The last seconds of a pass belong to the next one.
    await wait(PAST_MS + 1_000);
    const next = await readOrders(shopSystem, shop, first.to);
    const both = { ...next, orders: new Map([...first.orders, ...next.orders]) };
    const { problems } = compareAll(await subject.listTruth(), both);
    return outcomeOf(promise, problems, `${edited} edits, ${both.orders.size} orders equal after the next import`);
  });
}

async function importAll(subject: Subject) {
  const truth = await subject.listTruth();
  const read = await withShop(subject, (shop) => readOrders(subject.shopSystem, shop, null));
  return { truth, read, ...compareAll(truth, read) };
}

/** What differs after an import of the whole shop. */
export const findImportProblems = async (subject: Subject): Promise<string[]> => (await importAll(subject)).problems;

export async function checkImport(subject: Subject): Promise<Outcome[]> {
  const { truth, read, problems, fields } = await importAll(subject);
  const apart = at(truth, "cart", "trash", "deleted", "unlisted");
  const taken = apart.filter(({ id }) => read.orders.has(id)).map(({ id, place }) => `order ${id}: ${place} in the shop, imported here`);
  const broken = at(truth, "unreadable");
  const lost = broken
    .filter(({ id }) => !read.unreadable.has(id))
    .map(({ id }) => `order ${id}: unreadable in the shop, not quarantined here`);
  const surprising = [...read.unreadable]
    .filter(([id]) => !broken.some((one) => one.id === id))
    .map(([id, error]) => `order ${id}: ${error}`);
  return [
    outcomeOf("Every order is imported, once and field by field", problems, `${read.orders.size} orders, ${fields} fields equal`),
    apart.length === 0
      ? untested("Carts, trash and deleted orders are not imported", "the truth has none")
      : outcomeOf("Carts, trash and deleted orders are not imported", taken, `${apart.length} left out`),
    outcomeOf("Unreadable orders, and no others, are quarantined", [...lost, ...surprising], `quarantined: ${idsOf(broken)}`),
    ...(await checkById(subject, truth)),
    await checkEdits(subject, truth),
  ];
}
