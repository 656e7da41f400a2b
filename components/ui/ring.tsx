import { cn } from "@/components/ui/class-names";

/** A spinner in the text colour. Decorative: the adjacent text carries the meaning. */
export function Ring({ className = "size-4" }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={cn("animate-turn", className)} aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
