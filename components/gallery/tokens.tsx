// Token names are code and not translated.

const GROUNDS = ["canvas", "surface", "sunken", "hover", "accent-soft"] as const;
const LINES = ["line", "line-strong", "line-control"] as const;
const INKS = ["ink", "ink-2", "ink-3", "accent"] as const;
const TONES = ["healthy", "working", "recovering", "action-needed", "idle"] as const;
const SOLIDS = ["accent-solid", "danger-solid", "chart", "phase-1", "phase-2", "phase-3", "phase-4"] as const;
const SIZES = [
  ["text-2xl", "24"],
  ["text-xl", "20"],
  ["text-lg", "16"],
  ["text-base", "14"],
  ["text-sm", "13"],
  ["text-xs", "12"],
] as const;
const RADII = ["rounded-sm", "rounded-md", "rounded-lg", "rounded-xl"] as const;

const color = (name: string): string => `var(--${name})`;

export function Tokens() {
  return (
    <section id="tokens" aria-label="Tokens" className="grid gap-4 bg-canvas p-5">
      <h2 className="font-semibold text-lg">Tokens</h2>
      <ul className="grid grid-cols-5 gap-2 max-sm:grid-cols-2">
        {GROUNDS.map((name) => (
          <li key={name} className="rounded-md border border-line p-3 text-sm" style={{ background: color(name) }}>
            {name}
          </li>
        ))}
        {LINES.map((name) => (
          <li key={name} className="rounded-md border-2 bg-surface p-3 text-sm" style={{ borderColor: color(name) }}>
            {name}
          </li>
        ))}
      </ul>
      <ul className="flex flex-wrap gap-x-6 gap-y-1 font-medium">
        {INKS.map((name) => (
          <li key={name} style={{ color: color(name) }}>
            {name}
          </li>
        ))}
      </ul>
      <ul className="grid grid-cols-5 gap-2 max-sm:grid-cols-2">
        {TONES.map((name) => (
          <li
            key={name}
            className="rounded-md px-3 py-2 font-medium text-sm"
            style={{ background: color(`${name}-soft`), color: color(name) }}
          >
            {name}
          </li>
        ))}
      </ul>
      <ul className="flex flex-wrap gap-x-5 gap-y-2 text-ink-2 text-sm">
        {SOLIDS.map((name) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-4 rounded-sm" style={{ background: color(name) }} />
            {name}
          </li>
        ))}
      </ul>
      <ul className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
        {SIZES.map(([name, px]) => (
          <li key={name} className={name}>
            {name} <span className="text-ink-3">{px}</span>
          </li>
        ))}
        <li className="font-mono text-sm">font-mono 13</li>
      </ul>
      <ul className="flex flex-wrap gap-3 text-ink-2 text-sm">
        {RADII.map((name) => (
          <li key={name} className={`grid h-14 w-24 place-items-center border border-line-strong bg-surface ${name}`}>
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}
