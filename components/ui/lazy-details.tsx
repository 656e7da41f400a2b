"use client";

import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/class-names";

interface LazyDetailsProps extends Omit<ComponentProps<"details">, "title" | "open"> {
  title: ReactNode;
  /** One line that can be read without unfolding. */
  aside?: ReactNode;
  /** Explains a word of it, inside: what unfolds by a press holds nothing else to press. */
  term?: ReactNode;
  startsOpen?: boolean;
  children: ReactNode;
}

/** A section that is there when one opens it: what it needs is fetched then, and stays. */
export function LazyDetails({ title, aside, term, startsOpen = false, className, children, ...rest }: LazyDetailsProps) {
  const [open, setOpen] = useState(startsOpen);
  const [wasOpen, setWasOpen] = useState(startsOpen);
  const ref = useRef<HTMLDetailsElement>(null);
  // A link to it, or to a part of it, opens it; the browser may have done so for a press that came before the scripts.
  useEffect(() => {
    if (ref.current?.open) {
      setOpen(true);
      setWasOpen(true);
    }
    const follow = (): void => {
      if (ref.current?.id && location.hash.startsWith(`#${ref.current.id}`)) ref.current.open = true;
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return (
    <details
      ref={ref}
      className={cn("min-w-0 rounded-lg border border-line bg-surface", className)}
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        if (event.currentTarget.open) setWasOpen(true);
      }}
      {...rest}
    >
      <summary className="cursor-pointer rounded-lg px-4 py-2.5">
        <h2 className="inline font-semibold">{title}</h2>
        {aside ? <span className="text-ink-2"> · {aside}</span> : null}
      </summary>
      {wasOpen ? (
        <div className="border-line border-t p-4">
          {term ? <div className="float-right -mt-1 -mr-1">{term}</div> : null}
          {children}
        </div>
      ) : null}
    </details>
  );
}
