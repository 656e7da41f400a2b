import { expect, test } from "vitest";
import messages from "@/lib/i18n/messages/en/exports.json";
import { printAudit } from "@/lib/identity/audit/csv";
import { printIncidents } from "@/lib/incidents/print-incidents";
import { type CsvStyle, RAW_STYLE } from "@/lib/infra/print-csv";
import { printHistory } from "@/lib/integrations/history/print-history";
import { printTimeline } from "@/lib/integrations/timeline";
import { ORDER_COLUMNS } from "@/lib/orders/export/csv";

test("every column of a file has a heading for people, and every heading a column", async () => {
  const columns = new Set(Object.keys(ORDER_COLUMNS));
  const heading = (column: string): string => {
    columns.add(column);
    return column;
  };
  const style: CsvStyle = { ...RAW_STYLE, heading };
  for (const file of [printIncidents([], style), printHistory([], style), printTimeline([], style)]) file.next();
  await printAudit(
    () => Promise.resolve({ entries: [], more: false }),
    () => "",
    style,
  ).next();
  expect(Object.keys(messages.columns).sort()).toEqual([...columns].sort());
});
