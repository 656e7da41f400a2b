"use client";

import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from "react";

interface LazyDetailsProps extends Omit<ComponentProps<"details">, "title" | "open"> {
  title: ReactNode;
  /** A line that stays visible while the section is collapsed. */
  aside?: ReactNode;
  /** Glossary button, rendered inside: a summary must not contain another button. */
  term?: ReactNode;
  startsOpen?: boolean;
  children: ReactNode;
}

/** A collapsible section that renders its content when first opened, and keeps it. */
export function LazyDetails({ title, aside, term, startsOpen = false, children, ...rest }: LazyDetailsProps) {
  const [open, setOpen] = useState(startsOpen);
  const [wasOpen, setWasOpen] = useState(startsOpen);
  const ref = useRef<HTMLDetailsElement>(null);
  // A link to the section or into it opens it; the browser may have followed the link before hydration.
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
      className="min-w-0 rounded-lg border border-line bg-surface"
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
