import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** A part of a long page that is laid out when it comes near the window; until then it takes about the height that it took last, or `height`. */
export function Below({ id, height, className, children }: { id?: string; height: string; className?: string; children: ReactNode }) {
  return (
    <div
      id={id}
      // The margin leaves room for the focus rings of what stands at its edges.
      className={cn("-m-1 min-w-0 p-1 [content-visibility:auto]", className)}
      style={{ containIntrinsicBlockSize: `auto ${height}` }}
    >
      {children}
    </div>
  );
}
