import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

const badgeStyle = cva("inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-px font-medium text-xs [&_svg]:size-3", {
  variants: {
    tone: {
      neutral: "bg-at-rest-soft text-ink-2",
      accent: "bg-accent-soft text-accent",
      in_order: "bg-in-order-soft text-in-order",
      working: "bg-working-soft text-working",
      heals_alone: "bg-heals-alone-soft text-heals-alone",
      needs_you: "bg-needs-you-soft text-needs-you",
      at_rest: "bg-at-rest-soft text-at-rest",
    },
  },
  defaultVariants: { tone: "neutral" },
});

export function Badge({ tone, className, ...rest }: ComponentProps<"span"> & VariantProps<typeof badgeStyle>) {
  return <span className={cn(badgeStyle({ tone }), className)} {...rest} />;
}
