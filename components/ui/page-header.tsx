import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

interface HeaderProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
}

export function PageHeader({ title, description, actions, className }: HeaderProps) {
  return (
    <header className={cn("flex flex-wrap lg:flex-nowrap items-start justify-between gap-x-4 gap-y-3 preset:mb-5", className)}>
      <div className="min-w-0">
        <h1 className="text-balance font-semibold text-xl tracking-[-0.01em] [overflow-wrap:anywhere]">{title}</h1>
        {description ? <div className="mt-0.5 text-ink-2 [overflow-wrap:anywhere]">{description}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2 lg:shrink-0">{actions}</div> : null}
    </header>
  );
}
