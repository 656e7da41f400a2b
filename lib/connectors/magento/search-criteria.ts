export interface Filter {
  field: string;
  value: string;
  condition: "eq" | "neq" | "gteq" | "lteq" | "lt" | "gt";
}

export interface Search {
  filters: readonly Filter[];
  sort: readonly string[];
  /** Direction of every sort; ascending by default. */
  direction?: "ASC" | "DESC";
  pageSize: number;
  page?: number;
  /** Limits the response to these fields, e.g. `total_count`. */
  fields?: string;
}

/** Magento's times are UTC with a space between date and time; `+01:00` finds nothing, and garbage finds everything (measured on 2.4.7). */
export const formatMagentoTime = (date: Date): string => date.toISOString().slice(0, 19).replace("T", " ");

/** A search as Magento's query parameters; the first page by default. */
export function searchQuery(search: Search): string {
  const query = new URLSearchParams();
  search.filters.forEach(({ field, value, condition }, index) => {
    const prefix = `searchCriteria[filter_groups][${index}][filters][0]`;
    query.set(`${prefix}[field]`, field);
    query.set(`${prefix}[value]`, value);
    query.set(`${prefix}[condition_type]`, condition);
  });
  search.sort.forEach((field, index) => {
    query.set(`searchCriteria[sortOrders][${index}][field]`, field);
    query.set(`searchCriteria[sortOrders][${index}][direction]`, search.direction ?? "ASC");
  });
  query.set("searchCriteria[pageSize]", String(search.pageSize));
  query.set("searchCriteria[currentPage]", String(search.page ?? 1));
  if (search.fields) query.set("fields", search.fields);
  // A plus sign for a space breaks the signature: Magento versions differ in whether they decode it.
  return query.toString().replaceAll("+", "%20");
}
