"use client";

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import type { DayTable } from "@/components/charts/describe-days";

interface DayCursorProps {
  /** Accessible name of the charts. */
  label: string;
  dateHeading: string;
  tableLabel: string;
  table: DayTable;
  /** Stacked full-width charts with one column per day. */
  children: ReactNode;
}

/** Days to move per key; Home and End exceed any range. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
  Home: -Infinity,
  End: Infinity,
};

/** One cursor for all charts, moved by pointer or arrow keys; shows the day's values as text, and all days as a table. */
export function DayCursor({ label, dateHeading, tableLabel, table, children }: DayCursorProps) {
  const last = table.days.length - 1;
  const [at, setAt] = useState(last);
  const [isMarked, setMarked] = useState(false);
  const day = table.days[at];
  if (!day) return children;

  const point = (event: PointerEvent<HTMLElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt(Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / width) * (last + 1)))));
    setMarked(true);
  };
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    // Alt with an arrow key navigates the history.
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setMarked(true);
    // Several events may arrive per frame.
    setAt((current) => Math.max(0, Math.min(last, current + step)));
  };
  const facts = table.headings.map((heading, index) => ({ heading, cell: day.cells[index] ?? "" }));

  return (
    <>
      <div className="grid content-start gap-x-6 gap-y-2 rounded-md bg-sunken px-3 py-2 text-sm grid-cols-2 min-h-56 sm:min-h-44 lg:min-h-24 lg:grid-cols-[8rem_repeat(3,minmax(0,1fr))]">
        <p className="font-medium tabular-nums max-lg:col-span-2 lg:row-span-2">{day.date}</p>
        {facts.map(({ heading, cell }) => (
          <p key={heading} className="min-w-0 last:col-span-2">
            <span className="block hyphens-auto text-ink-3 text-xs [overflow-wrap:anywhere]">{heading}</span>
            <span className="tabular-nums">{cell}</span>
          </p>
        ))}
      </div>
      <div className="relative">
        {children}
        <div
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={1}
          aria-valuemax={last + 1}
          aria-valuenow={at + 1}
          aria-valuetext={[day.date, ...facts.map(({ heading, cell }) => `${heading}: ${cell}`)].join("; ")}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setMarked(false)}
          onFocus={(event) => setMarked(event.currentTarget.matches(":focus-visible"))}
          onBlur={() => setMarked(false)}
          onKeyDown={move}
          className="absolute inset-0 touch-pan-y rounded-sm focus-visible:outline-offset-4"
        >
          {isMarked ? (
            <div
              className="day-mark pointer-events-none absolute inset-y-0 rounded-sm bg-ink/10"
              style={{ left: `${(at / (last + 1)) * 100}%`, width: `${100 / (last + 1)}%` }}
            />
          ) : null}
        </div>
      </div>
      <DaysAsTable label={tableLabel} dateHeading={dateHeading} table={table} />
    </>
  );
}

/** Creates rows only when opened; the texts are already loaded. */
function DaysAsTable({ label, dateHeading, table }: { label: string; dateHeading: string; table: DayTable }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="min-w-0" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer rounded-sm text-ink-2 text-sm hover:text-ink">{label}</summary>
      {isOpen ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
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
              {table.days.toReversed().map(({ date, cells }) => (
                <tr key={date}>
                  <th scope="row" className="whitespace-nowrap px-3 py-1.5 font-medium tabular-nums">
                    {date}
                  </th>
                  {cells.map((text, index) => (
                    <td key={table.headings[index]} className="min-w-32 px-3 py-1.5 text-ink-2 tabular-nums">
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </details>
  );
}
