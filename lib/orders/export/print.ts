import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type CsvForm, type ExportColumn, printHeader, printRows } from "@/lib/orders/export/csv";
import { listExportRows } from "@/lib/orders/export/data";
import type { OrderQuery } from "@/lib/orders/order-query";

export interface Printed {
  query: OrderQuery;
  /** Zone of the days in the query. */
  timeZone: string;
  form: CsvForm;
  words: (column: ExportColumn) => string;
}

/** Streams the file in pieces, at the pace of the reader. */
export async function* printOrders(scope: MerchantScope, { query, timeZone, form, words }: Printed): AsyncGenerator<string> {
  yield printHeader(words, form);
  for (let { after } = query; ; ) {
    const { rows, next } = await listExportRows(scope, { ...query, after }, timeZone);
    if (rows.length > 0) yield printRows(rows, form);
    if (!next) return;
    after = next;
  }
}
