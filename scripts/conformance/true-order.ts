import { z } from "zod";
import { parseJson } from "@/lib/base/parse-json";
import type { ReadableOrder } from "@/lib/connectors/shop";

/** Where the shop's own tables have an order. `unlisted`: in no list, but found by id, as with a status whose plugin is off. */
const PLACES = ["list", "unreadable", "unlisted", "cart", "trash", "deleted"] as const;

const text = z.union([z.string(), z.number()]).transform(String);

/** One line of the truth. Fields that are absent are not compared. */
const trueOrderSchema = z.object({
  id: text,
  place: z.enum(PLACES).default("list"),
  number: text.optional(),
  /** Further numbers by which it must be found. */
  numbers: z.array(text).default([]),
  status: z.string().optional(),
  currency: z.string().optional(),
  total: text.optional(),
  email: z.string().nullable().optional(),
  /** How many lines it has. */
  lines: z.coerce.number().int().optional(),
  placedAt: z.coerce.date().optional(),
  modifiedAt: z.coerce.date().optional(),
});
export type TrueOrder = z.output<typeof trueOrderSchema>;
export type TrueOrderLine = z.input<typeof trueOrderSchema>;

/** Reads JSON lines; throws with the first line that does not fit. */
export function readTrueOrders(lines: string): TrueOrder[] {
  return lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const parsed = trueOrderSchema.safeParse(parseJson(line));
      if (parsed.success) return parsed.data;
      throw new Error(`not a true order: ${line.slice(0, 200)} (${z.prettifyError(parsed.error)})`);
    });
}

const amount = (decimal: string): string => String(Number(decimal));
const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "Z");

/** How each field of the truth is read from an order as our connector returns it. */
const FIELDS: { [Name in Exclude<keyof TrueOrder, "place" | "numbers">]-?: (order: ReadableOrder) => string } = {
  id: ({ externalId }) => externalId,
  number: ({ number }) => number,
  status: ({ status }) => status,
  currency: ({ currency }) => currency,
  total: ({ total }) => amount(total),
  email: ({ billing }) => billing.email,
  lines: ({ lines }) => String(lines.length),
  placedAt: ({ placedAt }) => instant(placedAt),
  modifiedAt: ({ modifiedAt }) => instant(modifiedAt),
};

function write(name: keyof typeof FIELDS, value: unknown): string {
  if (value instanceof Date) return instant(value);
  return name === "total" ? amount(String(value)) : String(value ?? "");
}

interface Comparison {
  compared: number;
  /** Each with both values. */
  differences: string[];
}

export function compareOrder(truth: TrueOrder, order: ReadableOrder): Comparison {
  const names = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter((name) => truth[name] !== undefined);
  const pairs = names.map((name) => ({ name, there: write(name, truth[name]), here: FIELDS[name](order) }));
  const differences = pairs
    .filter(({ here, there }) => here !== there)
    .map(({ name, here, there }) => `order ${truth.id}, ${name}: "${there}" in the shop, "${here}" here`);
  return { compared: pairs.length, differences };
}
