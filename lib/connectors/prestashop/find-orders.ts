import { z } from "zod";
import { ok } from "@/lib/base/result";
import { askForList, type PrestashopShop } from "@/lib/connectors/prestashop/client";
import { readOrderStates, readSettings } from "@/lib/connectors/prestashop/lookups";
import { askById } from "@/lib/connectors/prestashop/one-order";
import { mayBeOneOrder } from "@/lib/connectors/records/breakdowns";
import type { FoundOrder, ShopFailure, ShopResult } from "@/lib/connectors/shop";

const headSchema = z.object({
  id: z.coerce.string(),
  reference: z.coerce.string(),
  current_state: z.coerce.string(),
  total_paid: z.coerce.number().catch(0),
  total_paid_real: z.coerce.number().catch(0),
});
type Head = z.infer<typeof headSchema>;

const bareSchema = headSchema.pick({ id: true });

/** Without the punctuation around it, and without "#2", which PrestaShop adds for a part of an order. */
const referenceIn = (text: string): string =>
  text
    .toUpperCase()
    .replace(/#\d{1,4}$/, "")
    .replace(/^[^\w-]{1,9}/, "")
    .replace(/[^\w-]{1,9}$/, "");

/** See ShopConnector.findOrders: by reference, then by id. Every shop of a multistore is searched. */
export async function findPrestashopOrders(shop: PrestashopShop, text: string): Promise<ShopResult<FoundOrder[]>> {
  const number = referenceIn(text);
  const found = new Map<string, Head>();
  // Other characters have a meaning in PrestaShop's filters and occur in no reference.
  if (!/^[\w-]{1,32}$/.test(number)) return ok([]);
  const display = "[id,reference,current_state,total_paid,total_paid_real]";
  const listed = await askForList(shop, "orders", { "filter[reference]": `[${number}]`, display, limit: "10" }, true);
  if (!listed.ok) return mayBeOneOrder(listed.failure) ? findBroken(shop, number, listed.failure) : listed;
  const byId = /^\d{1,18}$/.test(number) ? await askById(shop, number) : null;
  if (byId?.ok === false) return byId;
  // A broken answer for one id looks like that for an unknown one: only the list shows that there is none.
  const inList = byId?.raw === null ? await askForList(shop, "orders", { "filter[id]": `[${number}]`, display, limit: "1" }, true) : null;
  if (inList?.ok === false) return inList;
  for (const raw of [...listed.rows, byId?.raw, ...(inList?.rows ?? [])]) {
    const head = headSchema.safeParse(raw).data;
    if (head) found.set(head.id, head);
  }
  const states = found.size > 0 ? await readPaymentStates(shop) : null;
  const value = [...found.values()].map((head) => {
    const { id: externalId, reference, current_state: state } = head;
    const isUnpaid = states?.awaiting.has(state) === true && head.total_paid_real < head.total_paid;
    const status = states?.names.get(state) || state;
    return { externalId, number: reference, status, unpaidStatus: isUnpaid ? status : null, place: "list" as const };
  });
  return ok(value);
}

/** PrestaShop loads no order for a plain list of ids, so it finds those on which the shop breaks down. */
async function findBroken(shop: PrestashopShop, number: string, failure: ShopFailure): Promise<ShopResult<FoundOrder[]>> {
  const listed = await askForList(shop, "orders", { "filter[reference]": `[${number}]`, limit: "10" }, true);
  if (!listed.ok || listed.rows.length === 0) return { ok: false, failure };
  const ids = listed.rows.flatMap((row) => bareSchema.safeParse(row).data?.id ?? []);
  return ok(ids.map((externalId) => ({ externalId, number, status: "", unpaidStatus: null, place: "list" as const })));
}

/** The order states by name, and those that await payment; null if they cannot be read, which leaves the payment unknown. */
async function readPaymentStates(shop: PrestashopShop) {
  const states = await readOrderStates(shop);
  const settings = states.ok ? await readSettings(shop) : null;
  if (!states.ok || !settings?.ok) return null;
  const { closedStates, paymentErrorState } = settings.value;
  const isOpen = (id: string): boolean => id === paymentErrorState || !closedStates.includes(id);
  return {
    names: new Map(states.value.map(({ id, name }) => [id, name])),
    awaiting: new Set(states.value.filter(({ id, paid }) => paid === "0" && isOpen(id)).map(({ id }) => id)),
  };
}
