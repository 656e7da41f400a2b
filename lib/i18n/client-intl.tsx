import { cloneElement, createContext, isValidElement, type ReactElement, type ReactNode, use, useMemo } from "react";
import type { createFormatter, createTranslator, IntlProvider as LibraryProvider } from "use-intl";
import formatMessage from "@/lib/i18n/format-message";

// Takes the place of use-intl in client components (next.config.mjs), in the browser and where the server renders them: what the pages use of
// it, in a third of the bytes, with formatters that outlive a page. client-intl.test.tsx holds that both say the same.

type Given = Parameters<typeof LibraryProvider>[0];
type Translator = ReturnType<typeof createTranslator>;
type Formatter = ReturnType<typeof createFormatter>;
type Tree = { readonly [key: string]: unknown };

interface Intl_ {
  locale: string;
  messages: Tree;
  timeZone: string | undefined;
  now: Date | undefined;
}

const IntlContext = createContext<Intl_ | null>(null);

function useIntl(): Intl_ {
  const intl = use(IntlContext);
  if (!intl) throw new Error("No messages here.");
  return intl;
}

/** Making a formatter of `Intl` costs more than using it. A server meets many languages and zones, so they are not kept for ever. */
const MOST_KEPT = 500;
const kept = new Map<string, unknown>();

function keep<Made, Options>(Make: new (locale: string, options?: Options) => Made) {
  return (locale: string, options?: Options): Made => {
    const key = Make.name + locale + JSON.stringify(options);
    const made = (kept.get(key) as Made | undefined) ?? new Make(locale, options);
    if (kept.size > MOST_KEPT) kept.clear();
    kept.set(key, made);
    return made;
  };
}

const anyNumberFormat = keep<Intl.NumberFormat, Intl.NumberFormatOptions>(Intl.NumberFormat);
const isShort = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1000;

/**
 * Whole numbers below a thousand are written alike in every language of the product, and most pages begin with no others: the first formatter of
 * a browser costs a slow device 50 ms.
 */
const wholeNumberFormat = (locale: string) => ({
  format: (value: number | bigint) => (isShort(value) ? `${value}` : anyNumberFormat(locale).format(value)),
});

const formatters = {
  getDateTimeFormat: keep<Intl.DateTimeFormat, Intl.DateTimeFormatOptions>(Intl.DateTimeFormat),
  getNumberFormat: (locale: string, options?: Intl.NumberFormatOptions) =>
    options ? anyNumberFormat(locale, options) : wholeNumberFormat(locale),
  getPluralRules: keep<Intl.PluralRules, Intl.PluralRulesOptions>(Intl.PluralRules),
};
const getRelativeTimeFormat = keep<Intl.RelativeTimeFormat, Intl.RelativeTimeFormatOptions>(Intl.RelativeTimeFormat);
const getListFormat = keep<Intl.ListFormat, Intl.ListFormatOptions>(Intl.ListFormat);

export function IntlProvider({ locale, messages, timeZone, now, children }: Given): ReactNode {
  const above = use(IntlContext);
  const value = useMemo(
    () => ({
      locale,
      messages: (messages ?? above?.messages ?? {}) as Tree,
      timeZone: timeZone ?? above?.timeZone,
      now: now ?? above?.now,
    }),
    [locale, messages, timeZone, now, above],
  );
  return <IntlContext value={value}>{children}</IntlContext>;
}

const find = (tree: unknown, path: string): unknown =>
  path.split(".").reduce((found: unknown, key) => (found as Tree | undefined | null)?.[key], tree);

/** A function of a rich text may give the same element for several places. */
function withKeys(name: string, give: (chunks: ReactNode) => ReactNode) {
  let place = 0;
  return (chunks: ReactNode): ReactNode => {
    const given = give(chunks);
    return isValidElement(given) ? cloneElement(given as ReactElement, { key: name + place++ }) : given;
  };
}

function translatorOf({ locale, messages, timeZone }: Intl_, namespace: string | undefined): Translator {
  const options = { cache: { message: {} }, formatters, locale, timeZone };
  const nameOf = (key: string): string => (namespace ? `${namespace}.${key}` : key);
  function translate(key: string, values?: Record<string, unknown>): ReactNode {
    const name = nameOf(key);
    try {
      const message = find(messages, name);
      if (message === undefined || message === null) throw new Error(`No message ${name} (${locale}).`);
      const given = Object.entries(values ?? {}).map(([word, value]) => [
        word,
        typeof value === "function" ? withKeys(word, value as (chunks: ReactNode) => ReactNode) : value,
      ]);
      return formatMessage(name, message as never, Object.fromEntries(given), options as never) as ReactNode;
    } catch (error) {
      console.error(error);
      return name;
    }
  }
  const has = (key: string): boolean => (find(messages, nameOf(key)) ?? null) !== null;
  return Object.assign(translate.bind(null), {
    rich: translate,
    markup: translate,
    has,
  }) as unknown as Translator;
}

export function useTranslations(namespace?: string): Translator {
  const intl = useIntl();
  return useMemo(() => translatorOf(intl, namespace), [intl, namespace]);
}

/** The largest unit that fits, and its seconds. */
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_628_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

export function useFormatter(): Pick<Formatter, "dateTime" | "number" | "list" | "relativeTime"> {
  const { locale, timeZone, now: here } = useIntl();
  return useMemo(() => {
    const made = {
      dateTime: (at: Date | number, options?: Intl.DateTimeFormatOptions) =>
        formatters.getDateTimeFormat(locale, { ...options, timeZone: options?.timeZone ?? timeZone }).format(at),
      number: (value: number | bigint, options?: Intl.NumberFormatOptions) => formatters.getNumberFormat(locale, options).format(value),
      list: (words: Iterable<string>, options?: Intl.ListFormatOptions) => getListFormat(locale, options).format([...words]),
      relativeTime(at: Date | number, now: Date | number = here ?? Date.now()) {
        const seconds = (Number(at) - Number(now)) / 1000;
        const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
        return getRelativeTimeFormat(locale, { numeric: unit === "second" ? "auto" : "always" }).format(Math.round(seconds / size), unit);
      },
    };
    return made as unknown as Formatter;
  }, [locale, timeZone, here]);
}

export const useLocale = (): string => useIntl().locale;
export const useMessages = (): Tree => useIntl().messages;
export const useTimeZone = (): string | undefined => useIntl().timeZone;
export const useNow = (): Date => useIntl().now ?? new Date();
/** Part of the library's list of exports; the pages do not use it. */
export const _useExtracted = useTranslations;
