import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

/** A table that scrolls horizontally inside its frame; `label` names it for screen readers. */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    // Positioned, so that hidden words of its cells are clipped with it and do not widen the page.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="wide relative rounded-lg border border-line" aria-label={label} tabIndex={0}>
      <table className={cn("w-full border-collapse text-left", className)} {...rest} />
    </section>
  );
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead className="border-line border-b text-ink-3 text-sm" {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody className="divide-y divide-line" {...props} />;
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("hover:[tbody_&]:bg-hover/60", className)} {...rest} />;
}

export function TableHeader({ className, ...rest }: ComponentProps<"th">) {
  return <th scope="col" className={cn("whitespace-nowrap px-3 py-2 font-medium", className)} {...rest} />;
}

export function TableCell({ className, ...rest }: ComponentProps<"td">) {
  return <td className={cn("px-3 py-2 align-top", className)} {...rest} />;
}
