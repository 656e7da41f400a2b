import { emailsInText } from "@/lib/base/texts";
import { NO_ADDRESS, type PostalAddress, type ReadableOrder, type UnreadableOrder } from "@/lib/connectors/shop";

/** Stored instead of a shop's record that named an erased buyer. */
const ERASED_RECORD = { erased: true };

/** Keeps only the country, which statistics and customs need and which identifies no one. */
const stripAddress = ({ country }: PostalAddress): PostalAddress => ({ ...NO_ADDRESS, country });

/** An order without its buyer. What was ordered, when and for how much remains. */
export const stripBuyer = (order: ReadableOrder): ReadableOrder => ({
  ...order,
  billing: stripAddress(order.billing),
  shipping: stripAddress(order.shipping),
  raw: ERASED_RECORD,
});

export const stripUnreadable = (record: UnreadableOrder): UnreadableOrder => ({ ...record, error: "", raw: ERASED_RECORD });

export const normalizeEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();

export const emailsIn = (record: unknown): string[] => [...new Set(emailsInText(JSON.stringify(record) ?? "").map(normalizeEmail))];
