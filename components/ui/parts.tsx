import { Children, isValidElement, type ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** Children on one line, separated by dots that never start or end a line (`.parts` in globals.css). */
export function Parts({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span className={cn("parts", className)}>
      {Children.toArray(children).map((part, index) => (
        <span key={isValidElement(part) ? part.key : String(part)}>
          {index > 0 ? <i>{" · "}</i> : null}
          {part}
        </span>
      ))}
    </span>
  );
}
