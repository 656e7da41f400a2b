import type { CSSProperties, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

interface BelowProps {
  id?: string;
  /** About as high as most are, in a window of a phone and from 1024 px on: what stands below moves by the difference when somebody leaps there. */
  heights: { phone: string; wide: string };
  className?: string;
  children: ReactNode;
}

/** A part of a long page that is laid out when it comes near the window; until then it takes about the height that it took last, or that of most. */
export function Below({ id, heights: { phone, wide }, className, children }: BelowProps) {
  return (
    <div
      id={id}
      // The margin leaves room for the focus rings of what stands at its edges.
      className={cn(
        "-m-1 min-w-0 p-1 [contain-intrinsic-block-size:auto_var(--phone)] [content-visibility:auto] lg:[contain-intrinsic-block-size:auto_var(--wide)]",
        className,
      )}
      style={{ "--phone": phone, "--wide": wide } as CSSProperties}
    >
      {children}
    </div>
  );
}
