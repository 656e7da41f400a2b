import type { ComponentProps } from "react";
import { type ButtonStyle, buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { PageLink } from "@/components/ui/page-link";

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof PageLink> & ButtonStyle) {
  return <PageLink className={cn(buttonStyle({ variant, size }), className)} {...rest} />;
}
