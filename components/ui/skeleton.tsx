import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

/** Placeholder for loading content. Decorative: the page announces that it is loading. */
export function Skeleton({ className, ...rest }: ComponentProps<"div">) {
  return <div aria-hidden="true" className={cn("bg-line/70 preset:h-4 preset:rounded-sm", className)} {...rest} />;
}
