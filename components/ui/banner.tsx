import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { StateShape, TONE_SOFT } from "@/components/ui/state-shape";
import type { Tone } from "@/lib/health/lane/tone";

/** An important notice in the colour and shape of its state. */
export function Banner({
  tone,
  title,
  action,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"div">, "title"> & { tone: Tone; title: ReactNode; action?: ReactNode }) {
  return (
    <div className={cn("flex flex-wrap items-start gap-x-4 gap-y-2 rounded-lg px-3.5 py-3", TONE_SOFT[tone], className)} {...rest}>
      <div className="flex min-w-0 flex-1 basis-64 gap-2.5">
        <StateShape tone={tone} className="mt-[3px]" />
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <p className="font-medium">{title}</p>
          {children ? <div className="mt-0.5 text-ink-2">{children}</div> : null}
        </div>
      </div>
      {action ? <div className="flex shrink-0 flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
