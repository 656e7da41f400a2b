// Magento's searchCriteria, parsed from the query as leniently as by Magento.

export interface Filter {
  field: string;
  value: string;
  condition: string;
}

export interface SearchCriteria {
  /** All groups must match; within a group, one filter suffices. */
  groups: Filter[][];
  sorts: { field: string; descending: boolean }[];
  pageSize: number | null;
  currentPage: number;
}

const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Null without any searchCriteria, which Magento requires. */
export function readSearchCriteria(query: URLSearchParams): SearchCriteria | null {
  const groups = new Map<string, Map<string, Filter>>();
  const sorts = new Map<string, { field: string; descending: boolean }>();
  const criteria: SearchCriteria = { groups: [], sorts: [], pageSize: null, currentPage: 1 };
  let found = false;
  for (const [key, value] of query) {
    const parts = [...key.matchAll(/\[([^\]]*)\]/g)].map(([, part = ""]) => toSnake(part));
    if (!/^search_?criteria/i.test(key)) continue;
    found = true;
    const [head, group = "", , filter = "", name] = parts;
    if (head === "page_size") criteria.pageSize = Number(value) || null;
    else if (head === "current_page") criteria.currentPage = Number(value) || 1;
    else if (head === "filter_groups" && name) {
      const filters = groups.get(group) ?? new Map<string, Filter>();
      const row = filters.get(filter) ?? { field: "", value: "", condition: "eq" };
      if (name === "field") row.field = value;
      if (name === "value") row.value = value;
      if (name === "condition_type") row.condition = value;
      filters.set(filter, row);
      groups.set(group, filters);
    } else if (head === "sort_orders") {
      const sort = sorts.get(group) ?? { field: "", descending: true };
      if (parts[2] === "field") sort.field = value;
      if (parts[2] === "direction") sort.descending = value.toUpperCase() !== "ASC";
      sorts.set(group, sort);
    }
  }
  if (!found) return null;
  criteria.groups = [...groups.values()].map((filters) => [...filters.values()]);
  criteria.sorts = [...sorts.values()];
  return criteria;
}

/** A time as MySQL compares a datetime column with it: with an offset nothing matches (null), garbage is the beginning of time. */
function readTime(value: string): number | null {
  const plain = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?Z?$/.exec(value);
  if (!plain && /[+-]\d{2}:\d{2}$/.test(value)) return null;
  return plain ? Date.parse(`${plain[1]}T${plain[2] ?? "00:00:00"}Z`) : 0;
}

function compareNumber(column: number, condition: string, value: number): boolean {
  switch (condition) {
    case "eq":
      return column === value;
    case "neq":
      return column !== value;
    case "gt":
      return column > value;
    case "gteq":
    case "from":
    case "moreq":
      return column >= value;
    case "lt":
      return column < value;
    case "lteq":
    case "to":
      return column <= value;
    default:
      return false;
  }
}

/** The filter as a predicate on a column's value, with its time parsed once. */
export function makeFilter(filter: Filter): (column: string | number | Date) => boolean {
  const time = readTime(filter.value);
  return (column) => {
    if (!(column instanceof Date)) return fits(column, filter);
    return time !== null && compareNumber(column.getTime(), filter.condition, time);
  };
}

/** Whether a column's value matches one filter. An unknown condition matches nothing. */
export function fits(column: string | number, filter: Filter): boolean {
  if (filter.condition === "in") return filter.value.split(",").includes(String(column));
  if (filter.condition === "nin") return !filter.value.split(",").includes(String(column));
  if (typeof column === "number") return compareNumber(column, filter.condition, Number(filter.value));
  if (filter.condition === "eq") return column === filter.value;
  return filter.condition === "neq" && column !== filter.value;
}

/** `fields=items[entity_id,billing_address[city]],total_count`: keeps only these. */
export function pickFields(value: unknown, fields: string): unknown {
  const wanted = new Map<string, string | null>();
  let depth = 0;
  let name = "";
  let inner = "";
  for (const letter of `${fields},`) {
    if (letter === "[" && depth++ === 0) continue;
    if (letter === "]" && --depth === 0) continue;
    if (letter === "," && depth === 0) {
      if (name) wanted.set(name, inner || null);
      name = "";
      inner = "";
    } else if (depth > 0) inner += letter;
    else name += letter;
  }
  const pick = (item: unknown): unknown =>
    Object.fromEntries(
      [...wanted]
        .filter(([key]) => typeof item === "object" && item !== null && key in item)
        .map(([key, deeper]) => {
          const found: unknown = Reflect.get(Object(item), key);
          return [key, deeper === null || found === null ? found : pickFields(found, deeper)];
        }),
    );
  return Array.isArray(value) ? value.map(pick) : pick(value);
}
