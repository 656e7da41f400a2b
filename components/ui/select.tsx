import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { inputStyle } from "@/components/ui/input";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";

/** The native select works without scripts and with every keyboard and phone. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("preset:inline-block relative", className)}>
      <select className={cn(inputStyle, "h-8 appearance-none text-ellipsis pr-8 max-sm:pr-7 **:bg-surface")} {...rest}>
        {children}
      </select>
      <ChevronDown className="pointer-events-none absolute top-2 right-2 size-4 text-ink-3" />
    </span>
  );
}

export const options = <Value extends string | number>(values: readonly Value[], nameOf: (value: Value) => ReactNode) =>
  values.map((value) => (
    <option key={value} value={value}>
      {nameOf(value)}
    </option>
  ));

/** Options for records. Truncates long names, which would widen the list. */
export const namedOptions = (records: readonly { id: string; name: string }[]) =>
  records.map(({ id, name }) => (
    <option key={id} value={id}>
      {name.slice(0, 90)}
    </option>
  ));

export const localeOptions = () =>
  LOCALES.map((locale) => (
    <option key={locale} value={locale} lang={locale}>
      {LOCALE_NAMES[locale]}
    </option>
  ));
