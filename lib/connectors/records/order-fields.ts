import { createHash } from "node:crypto";
import { z } from "zod";
import { SECOND_MS } from "@/lib/base/units";
import { printProblems, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import type { FetchedOrder, OrderCursor, ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";

// One transform per field, because a union tries branch after branch: a page has thousands of fields.

/** Text that may be null, a number or missing; trimmed. */
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

/** ISO 3166-1 alpha-2 in upper case; anything else counts as missing (the raw record keeps it). */
export const country = looseText.transform((text) => (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : ""));

/** An id given as a number or as digits. */
export const numericId = z.unknown().transform((value, context): string => {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text === "string" && /^\d{1,20}$/.test(text) && text !== "0") return text;
  context.addIssue({ code: "custom", message: "is not an id" });
  return z.NEVER;
});

/** PHP has one type for lists and objects, and plugins return falsy values for missing ones. */
const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === "" || value === false;

/** An object, which PHP writes as `[]` if empty. */
export const emptyable = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (isEmpty(value) || Array.isArray(value) ? {} : value), schema);

/** A list, which PHP writes as an object once an element was removed, because the keys remain. */
export const phpList = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => {
    const isNumbered = typeof value === "object" && value !== null && Object.keys(value).every((key) => /^\d+$/.test(key));
    return isNumbered && !Array.isArray(value) ? Object.values(value) : value;
  }, z.array(schema));

/** The same, optional. */
export const optionalList = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (isEmpty(value) ? [] : value), phpList(schema));

/** ISO 4217, or the codes of plugins for coins and points. */
export const currencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9]{1,9}$/, "is not a currency code")
  .transform((text) => text.toUpperCase());

/** More than any shop has, and close to the limit of an integer column. */
export const MAX_ORDERS = 999_999_999;

/** A shop's count of orders; null if it is not a count or impossibly high. */
export const readCount = (said: string): number | null => (/^\s*\d+\s*$/.test(said) && Number(said) <= MAX_ORDERS ? Number(said) : null);

/** A time in UTC that the shop writes without a zone. */
export const utcWithoutZone = (separator: "T" | " ") =>
  z
    .string()
    .regex(new RegExp(`^\\d{4}-\\d{2}-\\d{2}${separator}\\d{2}:\\d{2}:\\d{2}$`), "is not a time")
    .transform((text) => new Date(`${text.replace(" ", "T")}Z`))
    .refine((date) => !Number.isNaN(date.getTime()), "is not a time");

/** The readable part of a record's position in a list. */
export interface Position {
  externalId: string;
  modifiedAt: Date | null;
}

/** A record of a page: read, quarantined, or not an order (a cart), whose position pagination still needs. */
export type OrderRecord =
  | { kind: "order"; order: ReadableOrder }
  | { kind: "unreadable"; unreadable: UnreadableOrder }
  | { kind: "no_order"; position: Position };

export function recordPosition(record: OrderRecord): Position {
  if (record.kind === "order") return record.order;
  return record.kind === "unreadable" ? record.unreadable : record.position;
}

/** The connector's result for a record fetched by its id. */
export function recordValue(record: OrderRecord): FetchedOrder {
  if (record.kind === "no_order") return null;
  return record.kind === "order" ? record.order : record.unreadable;
}

/** Compares numeric ids as numbers: "9" comes before "10". */
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

/** One line that names missing and wrong fields of a record that did not fit. */
export const describeIssues = (error: z.ZodError, raw: unknown): string =>
  printProblems(
    error.issues.map(({ path }) => ({
      field: path.join(".") || WHOLE_RECORD,
      problem: path.length > 0 && (valueAt(raw, path) ?? null) === null ? "missing" : "wrong",
    })),
  );

/** Prefix of the made-up id of a record without a readable one. */
export const NAMELESS = "unreadable-";

/** Whether the record had no readable id, so that it cannot be fetched. */
export const isNameless = (externalId: string): boolean => externalId.startsWith(NAMELESS);

/** A stable made-up id for a record without a readable one. */
export const nameOfNameless = (raw: unknown): string =>
  `${NAMELESS}${createHash("sha256")
    .update(JSON.stringify(raw) ?? "undefined")
    .digest("hex")
    .slice(0, 16)}`;

export const unreadableRecord = (
  raw: unknown,
  error: z.ZodError | string,
  position: Position = { externalId: nameOfNameless(raw), modifiedAt: null },
): OrderRecord => ({
  kind: "unreadable",
  unreadable: { ...position, error: typeof error === "string" ? error : describeIssues(error, raw), raw },
});

/** Parses an order by its schema, or quarantines it at its position. */
export function readRecord<Read>(
  raw: unknown,
  schema: z.ZodType<Read>,
  position: z.ZodType<Position>,
  toOrder: (read: Read) => Omit<ReadableOrder, "raw">,
): OrderRecord {
  const read = schema.safeParse(raw);
  if (!read.success) return unreadableRecord(raw, read.error, position.safeParse(raw).data);
  return { kind: "order", order: { ...toOrder(read.data), raw } };
}

/** For shop systems that send no customs data with an order. */
export const NO_CUSTOMS = { hsCode: null, originCountry: null } as const;

/** The highest id in the records: where a list by id continues. */
export const highestId = (records: readonly OrderRecord[]): string | undefined =>
  records
    .map((record) => recordPosition(record).externalId)
    .filter((id) => !isNameless(id))
    .toSorted(compareIds)
    .at(-1);

// Shop systems keep times in whole seconds.

export const secondOf = (at: Date): number => Math.floor(at.getTime() / SECOND_MS);
export const floorSecond = (at: Date): Date => new Date(secondOf(at) * SECOND_MS);
export const ceilSecond = (at: Date): Date => new Date(Math.ceil(at.getTime() / SECOND_MS) * SECOND_MS);
