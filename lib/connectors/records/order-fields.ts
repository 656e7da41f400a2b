import { createHash } from "node:crypto";
import { z } from "zod";
import { printProblems, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import type { OrderCursor, ShopOrder, UnreadableOrder } from "@/lib/connectors/shop";

// Small pieces that every connector's schema is made of.

// One transform for each field, where a union would try and fail branch after branch: a page has thousands of them.

/** Text that shops give as null, as a number or not at all; trimmed. */
export const looseText = z
  .unknown()
  .optional()
  .transform((value, context): string => {
    if (typeof value === "string") return value.trim();
    if (value === null || value === undefined || value === false) return "";
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    context.addIssue({ code: "custom", message: "is not a text" });
    return z.NEVER;
  });

/** ISO 3166-1 alpha-2 in upper case; anything else counts as not given (the raw record keeps it). */
export const country = looseText.transform((text) => (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : ""));

/** An id that shops give as a number or as digits. */
export const numericId = z.unknown().transform((value, context): string => {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text === "string" && /^\d{1,20}$/.test(text) && text !== "0") return text;
  context.addIssue({ code: "custom", message: "is not an id" });
  return z.NEVER;
});

/** PHP knows one kind of list alone, and plugins give what is falsy for what is not there. */
const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === "" || value === false;

/** An object that PHP writes as `[]` when it is empty. */
export const emptyable = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (isEmpty(value) || Array.isArray(value) ? {} : value), schema);

/** A list that PHP writes as an object once something was taken out of it: its places stay what they were. */
export const phpList = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => {
    const isNumbered = typeof value === "object" && value !== null && Object.keys(value).every((key) => /^\d+$/.test(key));
    return isNumbered && !Array.isArray(value) ? Object.values(value) : value;
  }, z.array(schema));

/** The same where it may be left out. */
export const optionalList = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (isEmpty(value) ? [] : value), phpList(schema));

/** By ISO 4217, or what plugins call coins and points. */
export const currencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9]{1,9}$/, "is not a currency code")
  .transform((text) => text.toUpperCase());

/** No shop has more, and no column holds many more. */
export const MOST_ORDERS = 999_999_999;

/** How many orders a shop says that it has; null for what is no count, or one that no shop has. */
export const readCount = (said: string): number | null => (/^\s*\d+\s*$/.test(said) && Number(said) <= MOST_ORDERS ? Number(said) : null);

/** A record of a page: read, set aside, or no order at all (a cart that the shop keeps among its orders), whose place the walk still needs. */
export type OrderRecord =
  | { kind: "order"; order: ShopOrder }
  | { kind: "unreadable"; unreadable: UnreadableOrder }
  | { kind: "no_order"; position: { externalId: string; modifiedAt: Date | null } };

export function recordPosition(record: OrderRecord): { externalId: string; modifiedAt: Date | null } {
  if (record.kind === "order") return record.order;
  return record.kind === "unreadable" ? record.unreadable : record.position;
}

/** What a connector answers for one record that was asked for by its id. */
export function recordValue(record: OrderRecord): ShopOrder | UnreadableOrder | null {
  if (record.kind === "no_order") return null;
  return record.kind === "order" ? record.order : record.unreadable;
}

/** Ids are compared as numbers where both are numbers: "9" comes before "10". */
export function compareIds(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) {
    const difference = BigInt(a) - BigInt(b);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

export const comparePositions = (
  a: Pick<OrderCursor, "modifiedAt" | "externalId">,
  b: Pick<OrderCursor, "modifiedAt" | "externalId">,
): number => a.modifiedAt.getTime() - b.modifiedAt.getTime() || compareIds(a.externalId, b.externalId);

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), raw);

/** One line of what is missing or wrong in a record that did not fit. */
export const describeIssues = (error: z.ZodError, raw: unknown): string =>
  printProblems(
    error.issues.map(({ path }) => ({
      field: path.join(".") || WHOLE_RECORD,
      problem: path.length > 0 && (valueAt(raw, path) ?? null) === null ? "missing" : "wrong",
    })),
  );

/** How the name of a record without a readable id begins. */
export const NAMELESS = "unreadable-";

/** Whether a record had no readable id, so that no shop can be asked for it. */
export const isNameless = (externalId: string): boolean => externalId.startsWith(NAMELESS);

/** A name for a record without a readable id, the same each time it is read. */
export const nameOfNameless = (raw: unknown): string =>
  `${NAMELESS}${createHash("sha256")
    .update(JSON.stringify(raw) ?? "undefined")
    .digest("hex")
    .slice(0, 16)}`;

/** The highest id of records that a shop can be asked for: where a list by id goes on. */
export const highestId = (records: readonly OrderRecord[]): string | undefined =>
  records
    .map((record) => recordPosition(record).externalId)
    .filter((id) => !isNameless(id))
    .toSorted(compareIds)
    .at(-1);
