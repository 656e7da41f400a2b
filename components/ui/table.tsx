import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** A column heading: its text, or an id with content and style. */
type Column = string | { id: string; name: ReactNode; className?: string };

interface TableProps extends ComponentProps<"table"> {
  /** Accessible name. */
  label: string;
  columns: readonly Column[];
}

/** A table that scrolls horizontally inside its frame. Its children are the rows. */
export function Table({ className, label, columns, children, ...rest }: TableProps) {
  return (
    // Positioned, so that visually hidden text in cells is clipped here and does not widen the page.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
    <section className="wide relative rounded-lg border border-line" aria-label={label} tabIndex={0}>
      <table className={cn("w-full border-collapse text-left", className)} {...rest}>
        <thead className="border-line border-b text-ink-3 text-sm">
          <tr>
            {columns.map((column) => {
              const { id, name, className: own } = typeof column === "string" ? { id: column, name: column, className: "" } : column;
              return (
                <th key={id} scope="col" className={cn("whitespace-nowrap px-3 py-2 font-medium", own)}>
                  {name}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  );
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("hover:bg-hover/60", className)} {...rest} />;
}

export function TableCell({ className, ...rest }: ComponentProps<"td">) {
  return <td className={cn("px-3 py-2 align-top", className)} {...rest} />;
}
