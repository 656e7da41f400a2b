import { hash } from "node:crypto";
import type { ReadableOrder } from "@/lib/connectors/shop";

// Distinguishes versions of an order modified in the same second: the hash of the shop's record, followed by one of the fields resolved
// from references, such as the customer's e-mail. Orders stored before the second part existed have only the first.

/** Short, since the second part is compared only between versions of one order. */
const REFERENCES_DIGITS = 16;
/** Bytes of the first part, which the database compares. */
export const RECORD_HASH_BYTES = 32;
const RECORD_DIGITS = 2 * RECORD_HASH_BYTES;

/** The version of an order in hexadecimal. `record`: the shop's record as JSON, if already serialized. */
export function hashVersion(order: ReadableOrder, record = writeRecord(order)): string {
  const { status, billing, shipping } = order;
  return hash("sha256", record, "hex") + hash("sha256", JSON.stringify([status, billing, shipping]), "hex").slice(0, REFERENCES_DIGITS);
}

export const writeRecord = ({ raw }: ReadableOrder): string => JSON.stringify(raw) ?? "null";

/** Whether the stored version, possibly without its second part, equals the one that was read. */
export const isSameVersion = (known: string, read: string): boolean =>
  known === read || (known.length === RECORD_DIGITS && read.startsWith(known));
