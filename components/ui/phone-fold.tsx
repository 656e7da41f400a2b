"use client";

import { SlidersHorizontal } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";

interface FoldProps {
  label: string;
  /** Starts expanded, because something in it is set. */
  open: boolean;
  children: ReactNode;
}

/** Collapses its content behind a button on phones; always expanded on wider screens. */
export function PhoneFold({ label, open, children }: FoldProps) {
  const [isOpen, setOpen] = useState(open);
  const id = useId();
  return (
    <>
      <Button className="sm:hidden" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)} icon={<SlidersHorizontal />}>
        {label}
      </Button>
      <div id={id} className={isOpen ? "contents" : "contents max-sm:hidden"}>
        {children}
      </div>
    </>
  );
}
