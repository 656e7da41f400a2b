import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";

/** Text to copy into a terminal or configuration file. `caption` says where it belongs. */
export function CodeBlock({ code, caption }: { code: string; caption?: ReactNode }) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-line border-b py-1 pr-1 pl-3 text-ink-2 text-sm">
        <span className="min-w-0 [overflow-wrap:anywhere]">{caption}</span>
        <CopyButton text={code} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard */}
      <pre tabIndex={0} className="wide p-3 font-mono text-ink text-sm leading-5 [--ground:var(--color-sunken)]">
        <code>{code}</code>
      </pre>
    </figure>
  );
}
