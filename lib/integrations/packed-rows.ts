import type { IntegrationRow } from "@/lib/integrations/row";

// The rows of a merchant as they travel with a page. Written out, the row of a quiet shop takes 700 bytes, most of them the same as in the
// row before; column by column, with times as distances from one moment, four hundred take a fifth of that, in HTML and in the server's CPU.

declare const packed: unique symbol;
/** Rows as one text; only `unpackRows` reads it. */
export type PackedRows = string & { readonly [packed]: true };

type Leaf = unknown;
type Column = { same: Leaf } | { ms: (number | null)[] } | { each: Leaf[] } | Records;
/** Objects with the same keys, packed column by column again; `missing`: the places that have none. */
type Records = { keys: string[]; missing: number[]; columns: Column[] };

const LANE = ["state", "since", "reason", "nextSyncAt", "nextLookAt", "lastSuccessAt", "failingSince"] as const;
/** Where each column stands in a row; what is deeper travels as it is. */
const PATHS: readonly (readonly string[])[] = [
  ...["id", "name", "platform", "baseUrl", "hasCredentials", "lastOrderAt", "run", "check", "readAt"].map((field) => [field]),
  ...["orders_in", "tracking_out"].flatMap((lane) => LANE.map((field) => ["lanes", lane, field])),
  ...["parcels", "missedOrders", "countsAgree"].map((field) => ["effect", field]),
];

type Branch = { [key: string]: Leaf };

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const isInstant = (value: Leaf): value is string => typeof value === "string" && ISO.test(value);

const isObject = (value: Leaf): value is Branch => typeof value === "object" && value !== null && !Array.isArray(value);

function packRecords(values: readonly Leaf[], origin: number): Records | null {
  const objects = values.filter(isObject);
  const keys = Object.keys(objects[0] ?? {});
  const alike = objects.every((one) => Object.keys(one).join("\n") === keys.join("\n") && keys.every((key) => one[key] !== undefined));
  if (keys.length === 0 || !alike || values.some((value) => value !== null && !isObject(value))) return null;
  const missing = [...values.keys()].filter((place) => values[place] === null);
  return {
    keys,
    missing,
    columns: keys.map((key) =>
      packColumn(
        objects.map((one) => one[key]),
        origin,
      ),
    ),
  };
}

function packColumn(values: readonly Leaf[], origin: number): Column {
  const [first] = values;
  const text = JSON.stringify(first);
  if (values.every((value) => value === first || (typeof value === "object" && JSON.stringify(value) === text))) return { same: first };
  if (values.every((value) => value === null || isInstant(value)))
    return { ms: values.map((value) => (isInstant(value) ? Date.parse(value) - origin : null)) };
  return packRecords(values, origin) ?? { each: [...values] };
}

export function packRows(rows: readonly IntegrationRow[]): PackedRows {
  const origin = rows[0]?.readAt ?? 0;
  const columns = PATHS.map((path) =>
    packColumn(
      path.reduce<readonly Leaf[]>((at, key) => at.map((value) => (value as Branch)[key]), rows),
      origin,
    ),
  );
  return JSON.stringify([rows.length, origin, columns]) as PackedRows;
}

/** Column by column, as they were packed: what a column is, is looked at once and not for each of its rows. */
export function unpackRows(text: PackedRows): IntegrationRow[] {
  const [length, origin, columns] = JSON.parse(text) as [number, number, Column[]];
  const rows: Branch[] = Array.from({ length }, () => ({}));
  for (const [place, path] of PATHS.entries()) {
    const leaves = leavesOf(columns[place], length, origin);
    const key = path.at(-1) ?? "";
    const branches = path.slice(0, -1).reduce((at, step) => at.map((row) => branchOf(row, step)), rows);
    for (let index = 0; index < length; index += 1) (branches[index] as Branch)[key] = leaves[index];
  }
  return rows as unknown as IntegrationRow[];
}

function branchOf(row: Branch, step: string): Branch {
  row[step] ??= {};
  return row[step] as Branch;
}

function leavesOf(column: Column | undefined, length: number, origin: number): Leaf[] {
  if (column && "each" in column) return column.each;
  if (column && "keys" in column) return recordsOf(column, length, origin);
  if (column && "ms" in column) return column.ms.map((ms) => (ms === null ? null : new Date(origin + ms).toISOString()));
  return Array(length).fill(column?.same);
}

function recordsOf({ keys, missing, columns }: Records, length: number, origin: number): (Branch | null)[] {
  const absent = new Set(missing);
  const leaves = columns.map((column) => leavesOf(column, length - absent.size, origin));
  let place = 0;
  return Array.from({ length }, (_, index) => {
    if (absent.has(index)) return null;
    const own = place++;
    return Object.fromEntries(keys.map((key, at) => [key, leaves[at]?.[own]]));
  });
}
