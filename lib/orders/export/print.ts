import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type CsvForm, type ExportColumn, printHeader, printRows } from "@/lib/orders/export/csv";
import { listExportRows } from "@/lib/orders/export/data";
import type { OrderQuery } from "@/lib/orders/order-query";

export interface Printed {
  query: OrderQuery;
  /** Whose days the query means. */
  timeZone: string;
  form: CsvForm;
  /** What a column is called. */
  words: (column: ExportColumn) => string;
}

/** The file piece by piece: as fast as it is taken away, and never whole in memory. */
export async function* printOrders(scope: MerchantScope, { query, timeZone, form, words }: Printed): AsyncGenerator<string> {
  yield printHeader(words, form);
  for (let { after } = query; ; ) {
    const { rows, next } = await listExportRows(scope, { ...query, after }, timeZone);
    if (rows.length > 0) yield printRows(rows, form);
    if (!next) return;
    after = next;
  }
}
