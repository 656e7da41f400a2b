import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/components/ui/class-names";

interface SectionProps extends Omit<ComponentProps<"section">, "title"> {
  title: ReactNode;
  /** Glossary button for a term of the title. */
  term?: ReactNode;
  actions?: ReactNode;
}

/** A part of a page with a heading and no frame. */
export function Section({ title, term, actions, children, ...rest }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-3" {...rest}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <div className="flex items-center gap-1">
          <h2 id={id} className="font-semibold text-lg">
            {title}
          </h2>
          {term}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A framed section with a heading. Never nest panels. */
export function Panel({ title, term, actions, className, children, ...rest }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("min-w-0 rounded-lg border border-line bg-surface", className)} {...rest}>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-1.5">
        <div className="flex min-w-0 items-center gap-1">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {term}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-x-4 gap-y-2">{actions}</div> : null}
      </div>
      <div className="p-4">{children}</div>
    </section>
  );
}
