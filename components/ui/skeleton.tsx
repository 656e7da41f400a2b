import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

/** Keeps the place of what is still loading. Decoration: the page says in words that it loads. */
export function Skeleton({ className, ...rest }: ComponentProps<"div">) {
  return <div aria-hidden="true" className={cn("bg-line/70 preset:h-4 preset:rounded-sm", className)} {...rest} />;
}
