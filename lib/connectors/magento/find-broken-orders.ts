import { DAY_MS, SECOND_MS } from "@/lib/base/units";
import { type Filter, formatMagentoTime } from "@/lib/connectors/magento/search-criteria";
import { type Position, secondOf } from "@/lib/connectors/records/order-fields";
import { type Between, findLowest } from "@/lib/connectors/records/read-page";
import type { OrderCursor } from "@/lib/connectors/shop";

const HIGHEST_ID = 2 ** 32 - 1;
/** Ids of new orders are close to those of their neighbours. */
const ID_MARGIN = 1_000;

export interface Questions {
  /** Whether a list with further filters breaks down; null if the answer does not show it. */
  breaks(filters: Filter[]): Promise<boolean | null>;
  /** The count of such a list if Magento counts without loading orders; otherwise null. */
  counts(filters: Filter[]): Promise<number | null>;
}

interface Span {
  seconds: readonly [from: number, to: number];
  ids?: readonly [from: number, to: number];
}

/** Whether a range contains a broken order; null if unknown. */
type Holds = (span: Span) => Promise<boolean | null>;

/**
 * Bisects for the lowest orders of a list on which Magento breaks down: first the second, then the id. A range contains one if its count exceeds
 * the orders that can be read, and such a find must then break down; without a count, if the range itself breaks down, which is slow where
 * Magento stays silent. An inconclusive answer ends the search.
 */
export async function findBrokenOrders(
  { breaks, counts }: Questions,
  count: number,
  { before, behind, readable }: Between,
): Promise<BrokenOrder[]> {
  const found: BrokenOrder[] = [];
  const filtersOf = ({ seconds, ids }: Span): Filter[] => [
    ...found.map(({ externalId }): Filter => ({ field: "entity_id", value: externalId, condition: "neq" })),
    ...secondsBetween(...seconds),
    ...(ids ? idsBetween(...ids) : []),
  ];
  const byBreaking: Holds = (span) => breaks(filtersOf(span));
  const byCounting: Holds = async (span) => {
    const total = await counts(filtersOf(span));
    return total === null ? null : total > readable.filter((order) => isWithin(order, span)).length;
  };
  let counting: Holds | null = byCounting;
  while (found.length < count) {
    let one: BrokenOrder | null = counting && (await findOne(counting, { before, behind, readable }));
    if (one && (await byBreaking(spanOf(one))) !== true) one = null;
    if (!one) {
      counting = null;
      one = await findOne(byBreaking, { before, behind, readable });
    }
    if (!one) break;
    found.push(one);
  }
  return found;
}

type BrokenOrder = Pick<OrderCursor, "externalId" | "modifiedAt">;

const spanOf = ({ externalId, modifiedAt }: BrokenOrder): Span => {
  const [second, id] = [secondOf(modifiedAt), Number(externalId)];
  return { seconds: [second, second], ids: [id, id] };
};

function isWithin({ externalId, modifiedAt }: Position, { seconds, ids }: Span): boolean {
  if (!modifiedAt) return false;
  const [second, id] = [secondOf(modifiedAt), Number(externalId)];
  return second >= seconds[0] && second <= seconds[1] && (!ids || (id >= ids[0] && id <= ids[1]));
}

async function findOne(holds: Holds, { before, behind }: Between): Promise<BrokenOrder | null> {
  const lowest = secondOf(before?.modifiedAt ?? new Date(0));
  const highest = secondOf(behind?.modifiedAt ?? new Date(Date.now() + 2 * DAY_MS));
  const second = await findLowest(lowest, highest, (from, to) => holds({ seconds: [from, to] }));
  if (typeof second !== "number") return null;
  const near = Number(before?.externalId ?? behind?.externalId ?? 0);
  const bounds = [1, Math.max(1, near - ID_MARGIN), near + ID_MARGIN, HIGHEST_ID];
  let id: number | "none" | "unknown" = "none";
  for (let index = 1; index < bounds.length && id === "none"; index += 1)
    id = await findLowest(bounds[index - 1] ?? 1, bounds[index] ?? 1, (from, to) => holds({ seconds: [second, second], ids: [from, to] }));
  return typeof id === "number" ? { externalId: String(id), modifiedAt: new Date(second * SECOND_MS) } : null;
}

const secondsBetween = (from: number, to: number): Filter[] => [
  { field: "updated_at", value: formatMagentoTime(new Date(from * SECOND_MS)), condition: "gteq" },
  { field: "updated_at", value: formatMagentoTime(new Date((to + 1) * SECOND_MS)), condition: "lt" },
];

const idsBetween = (from: number, to: number): Filter[] => [
  { field: "entity_id", value: String(from), condition: "gteq" },
  { field: "entity_id", value: String(to), condition: "lteq" },
];
