"use client";

import type { DayTable } from "@/components/charts/describe-days";

/** The days of the charts, newest first. */
export function DaysTable({ label, dateHeading, table }: { label: string; dateHeading: string; table: DayTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative mt-2 max-h-96 overflow-auto rounded-md border border-line">
      <table className="w-full border-collapse text-left text-sm">
        <thead className="sticky top-0 bg-sunken text-ink-3">
          <tr>
            {[dateHeading, ...table.headings].map((heading) => (
              <th key={heading} scope="col" className="whitespace-nowrap px-3 py-1.5 font-medium">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {table.days.toReversed().map(({ date, words }) => (
            <tr key={date}>
              <th scope="row" className="whitespace-nowrap px-3 py-1.5 font-medium tabular-nums">
                {date}
              </th>
              {words.map((text, index) => (
                <td key={table.headings[index]} className="min-w-32 px-3 py-1.5 text-ink-2 tabular-nums">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
