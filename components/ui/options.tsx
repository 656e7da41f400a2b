import type { ReactNode } from "react";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";

export const options = <Value extends string | number>(values: readonly Value[], nameOf: (value: Value) => ReactNode) =>
  values.map((value) => (
    <option key={value} value={value}>
      {nameOf(value)}
    </option>
  ));

/** Records to choose from; a name as long as a sentence would widen the list of choices. */
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
