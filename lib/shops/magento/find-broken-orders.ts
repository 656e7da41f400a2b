import { type Filter, formatMagentoTime } from "@/lib/shops/magento/search-criteria";
import { type Between, findLowest } from "@/lib/shops/read-page";

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const HIGHEST_ID = 2 ** 32 - 1;
/** New ids are near those of the orders beside them. */
const NEARBY = 1_000;

/**
 * The lowest orders of a list on which Magento breaks down. It names none of them, but tells by breaking down whether a span of time or of ids
 * holds one, so that each is found by halves: first its second, then its id. `breaks`: with further filters; null where an answer tells nothing,
 * which ends the search.
 */
export async function findBrokenOrders(
  breaks: (filters: Filter[]) => Promise<boolean | null>,
  count: number,
  { before, behind }: Between,
): Promise<{ externalId: string; modifiedAt: Date }[]> {
  const found: { externalId: string; modifiedAt: Date }[] = [];
  const lowest = secondOf(before?.modifiedAt ?? new Date(0));
  const highest = secondOf(behind?.modifiedAt ?? new Date(Date.now() + 2 * DAY_MS));
  const near = Number(before?.externalId ?? behind?.externalId ?? 0);
  const bounds = [1, Math.max(1, near - NEARBY), near + NEARBY, HIGHEST_ID];
  while (found.length < count) {
    const others = found.map(({ externalId }): Filter => ({ field: "entity_id", value: externalId, condition: "neq" }));
    const second = await findLowest(lowest, highest, (from, to) => breaks([...others, ...secondsBetween(from, to)]));
    if (typeof second !== "number") break;
    const holds = (from: number, to: number) => breaks([...others, ...secondsBetween(second, second), ...idsBetween(from, to)]);
    let id: number | "none" | "unknown" = "none";
    for (let index = 1; index < bounds.length && id === "none"; index += 1)
      id = await findLowest(bounds[index - 1] ?? 1, bounds[index] ?? 1, holds);
    if (typeof id !== "number") break;
    found.push({ externalId: String(id), modifiedAt: new Date(second * SECOND_MS) });
  }
  return found;
}

const secondOf = (at: Date): number => Math.floor(at.getTime() / SECOND_MS);

const secondsBetween = (from: number, to: number): Filter[] => [
  { field: "updated_at", value: formatMagentoTime(new Date(from * SECOND_MS)), condition: "gteq" },
  { field: "updated_at", value: formatMagentoTime(new Date((to + 1) * SECOND_MS)), condition: "lt" },
];

const idsBetween = (from: number, to: number): Filter[] => [
  { field: "entity_id", value: String(from), condition: "gteq" },
  { field: "entity_id", value: String(to), condition: "lteq" },
];
