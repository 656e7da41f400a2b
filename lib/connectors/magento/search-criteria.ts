export interface Filter {
  field: string;
  value: string;
  condition: "eq" | "neq" | "gteq" | "lteq" | "lt" | "gt";
}

export interface Search {
  filters: readonly Filter[];
  sort: readonly string[];
  /** Of every sort; the lowest first unless it says otherwise. */
  direction?: "ASC" | "DESC";
  pageSize: number;
  page?: number;
  /** Trims the answer, e.g. `total_count`. */
  fields?: string;
}

/** Magento's times are UTC with a blank between day and time; `+01:00` would find nothing and garbage everything (measured on 2.4.7). */
export const formatMagentoTime = (date: Date): string => date.toISOString().slice(0, 19).replace("T", " ");

/** A search as Magento's query parameters; asks the first page unless it says otherwise. */
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
  // A plus sign for a blank breaks the signature: Magento versions differ in whether they read it as one.
  return query.toString().replaceAll("+", "%20");
}
