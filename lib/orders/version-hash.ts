import { hash } from "node:crypto";
import type { ShopOrder } from "@/lib/connectors/shop";

// What tells versions of an order with the same modification second apart: the hash of the shop's record, and behind it that of what the
// product shows of things the record only points to, such as a customer's e-mail. Orders that were stored before the second part was there
// have the first one alone, and are not written anew for it.

/** Of the second part a few bytes tell enough: it is compared for one order alone. */
const POINTED_TO_DIGITS = 16;
/** Bytes of the first part, as the database compares it. */
export const RECORD_HASH_BYTES = 32;
const RECORD_DIGITS = 2 * RECORD_HASH_BYTES;

/** The version of an order in hexadecimal. `record`: the shop's record as JSON, where that is written out already. */
export function hashVersion(order: ShopOrder, record = writeRecord(order)): string {
  const { status, billing, shipping } = order;
  return hash("sha256", record, "hex") + hash("sha256", JSON.stringify([status, billing, shipping]), "hex").slice(0, POINTED_TO_DIGITS);
}

/** The shop's record of an order as JSON. */
export const writeRecord = ({ raw }: ShopOrder): string => JSON.stringify(raw) ?? "null";

/** Whether the version that is here, possibly without its second part, is the one that was read. */
export const isSameVersion = (known: string, read: string): boolean =>
  known === read || (known.length === RECORD_DIGITS && read.startsWith(known));
