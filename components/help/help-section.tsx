import type { ReactNode } from "react";

/** A section of the help page with its own anchor. */
export function HelpSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid max-w-prose gap-3">
      <h2 id={id} className="scroll-mt-20 font-semibold text-lg tracking-[-0.01em]">
        {title}
      </h2>
      {children}
    </section>
  );
}
