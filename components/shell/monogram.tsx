/** The first letter of a name. Decorative: the name is adjacent. */
export function Monogram({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 shrink-0 place-items-center rounded-md bg-accent-soft font-semibold text-accent text-xs uppercase"
    >
      {[...name.trim()][0] ?? "·"}
    </span>
  );
}
