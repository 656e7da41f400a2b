/** Decorative: the name is adjacent or in the link's label. */
export function Logo({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--color-accent-solid)" />
      <g fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round">
        <path d="M11 7.5h10M16 7.5v15" />
        <path d="M6.5 17.5c0 4.500 4 7.500 9.500 7.500s9.500-3 9.500-7.500" />
      </g>
    </svg>
  );
}
