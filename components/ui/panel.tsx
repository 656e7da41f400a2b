import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cn } from "@/components/ui/class-names";

/** A section with a frame and a heading. Never one in another. */
export function Panel({
  title,
  actions,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"section">, "title"> & { title: ReactNode; actions?: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("min-w-0 rounded-lg border border-line bg-surface", className)} {...rest}>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-1.5">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {actions}
      </div>
      <div className="p-4">{children}</div>
    </section>
  );
}
