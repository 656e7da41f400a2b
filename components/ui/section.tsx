import { type ComponentProps, type ReactNode, useId } from "react";

interface SectionProps extends Omit<ComponentProps<"section">, "title"> {
  title: ReactNode;
  /** Explains a word of the title. */
  term?: ReactNode;
  actions?: ReactNode;
}

/** A part of a page with a heading, without a frame. */
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
