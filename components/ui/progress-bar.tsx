import { cn } from "@/components/ui/class-names";

interface ProgressBarProps {
  /** Accessible name of the activity. */
  label: string;
  value: number;
  /** Null while unknown, which makes the bar indeterminate. */
  total: number | null;
  className?: string;
}

export function ProgressBar({ label, value, total, className }: ProgressBarProps) {
  const share = total === null || total === 0 ? 0 : Math.min(1, value / total);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      {...(total === null ? {} : { "aria-valuemax": total, "aria-valuenow": Math.min(value, total) })}
      className={cn("h-1.5 overflow-hidden rounded-full bg-working-soft", className)}
    >
      {total === null ? (
        <div className="h-full w-2/5 animate-slide rounded-full bg-working" />
      ) : (
        <div
          className="h-full origin-left rounded-full bg-working transition-transform duration-[180ms] ease-out"
          style={{ transform: `scaleX(${share})` }}
        />
      )}
    </div>
  );
}
