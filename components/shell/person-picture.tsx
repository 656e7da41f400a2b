import { cn } from "@/components/ui/class-names";
import { initialsOf } from "@/lib/identity/accounts/person-name";

/** A person's picture: the initials. Decorative: the name is adjacent. */
export function PersonPicture({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "grid shrink-0 select-none place-items-center rounded-full bg-accent-soft font-semibold text-accent preset:text-xs preset:leading-none",
        className,
      )}
    >
      {initialsOf(name) || "·"}
    </span>
  );
}
