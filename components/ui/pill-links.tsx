import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

interface PillLinksProps<Value extends string> {
  label: string;
  values: readonly Value[];
  current: Value;
  hrefOf: (value: Value) => Route;
  nameOf: (value: Value) => ReactNode;
}

/** Links that choose the content below them; the scroll position stays. */
export function PillLinks<Value extends string>({ label, values, current, hrefOf, nameOf }: PillLinksProps<Value>) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1.5">
      {values.map((value) => (
        <Link
          key={value}
          prefetch={false}
          scroll={false}
          href={hrefOf(value)}
          aria-current={value === current ? "page" : undefined}
          className="rounded-md border border-line px-2.5 py-1 text-ink-2 text-sm tabular-nums hover:bg-hover aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent"
        >
          {nameOf(value)}
        </Link>
      ))}
    </nav>
  );
}
