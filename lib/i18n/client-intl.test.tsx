import { createElement, type FunctionComponent, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import * as library from "use-intl";
import { expect, test, vi } from "vitest";
import * as ours from "@/lib/i18n/client-intl";
import { compileMessages } from "@/lib/i18n/compile-messages";
import { LOCALES } from "@/lib/i18n/locales";

const MESSAGES = {
  shops: {
    count: "{count, plural, =0 {none} one {one shop} other {# shops}} of {name}",
    rich: "<b>{name}</b> since <time></time>, <time></time>",
    nested: { deep: "deep" },
  },
};
const NOW = new Date("2026-11-25T12:00:00Z");

interface Runtime {
  IntlProvider: FunctionComponent<never>;
  useTranslations: (namespace: never) => unknown;
  useFormatter: () => unknown;
  useLocale: () => unknown;
  useTimeZone: () => unknown;
  useNow: () => unknown;
}

const Says = ({ runtime, say }: { runtime: Runtime; say: (hooks: Runtime) => ReactNode }) => say(runtime);

/** What `say` prints within the provider of a runtime; the library is given the texts, ours what the server made of them. */
function print(runtime: Runtime, locale: string, messages: unknown, say: (hooks: Runtime) => ReactNode): string {
  return renderToStaticMarkup(
    createElement(
      runtime.IntlProvider as FunctionComponent<Record<string, unknown>>,
      { locale, messages, timeZone: "Europe/Amsterdam", now: NOW },
      createElement(Says, { runtime, say }),
    ),
  );
}

const COMPILED = { shops: compileMessages(MESSAGES.shops) };

function both(locale: string, say: (hooks: Runtime) => ReactNode): [string, string] {
  return [print(library as unknown as Runtime, locale, MESSAGES, say), print(ours as unknown as Runtime, locale, COMPILED, say)];
}

type Translate = ((key: string, values?: Record<string, unknown>) => string) & {
  rich: (key: string, values?: Record<string, unknown>) => ReactNode;
  has: (key: string) => boolean;
};
const translatorOf = (hooks: Runtime, namespace?: string) => hooks.useTranslations(namespace as never) as Translate;

test.each(LOCALES)("says texts in %s as the library does", (locale) => {
  const [theirs, said] = both(locale, (hooks) => {
    const t = translatorOf(hooks, "shops");
    const whole = translatorOf(hooks);
    return [
      ...[0, 1, 2, 12_345].map((count) => t("count", { count, name: "A & <b>" })),
      t.rich("rich", { name: "x", b: (chunks: ReactNode) => <b>{chunks}</b>, time: () => <time>12:00</time> }),
      whole("shops.nested.deep"),
      String(t.has("nested.deep")),
      String(t.has("nothing")),
      String(hooks.useLocale()),
      String(hooks.useTimeZone()),
      String(hooks.useNow()),
    ].map((part, index) => <p key={String(index)}>{part}</p>);
  });
  expect(said).toBe(theirs);
});

test.each(LOCALES)("says times, numbers and lists in %s as the library does", (locale) => {
  const aways = [0, 400, 999, 1000, 59_499, 60_000, 3_599_999, 3_600_000, 90_000_000, 604_800_000, 2_628_000_000, 31_536_000_000];
  const [theirs, said] = both(locale, (hooks) => {
    const format = hooks.useFormatter() as ReturnType<typeof library.useFormatter>;
    return [
      ...aways.flatMap((away) => [away, -away]).map((away) => format.relativeTime(new Date(NOW.getTime() + away), NOW)),
      format.relativeTime(NOW.getTime() - 7_200_000),
      format.dateTime(NOW, { dateStyle: "full", timeStyle: "short" }),
      format.dateTime(NOW, { hour: "2-digit", timeZone: "Asia/Tokyo" }),
      format.number(12_345.6),
      ...[0, 7, 999, 1000, -1, 0.5].map((value) => format.number(value)),
      format.number(5n),
      format.number(5, { style: "unit", unit: "minute", unitDisplay: "long" }),
      format.list(["a", "b", "c"]),
      format.list(["a", "b"], { type: "disjunction" }),
    ].map((part, index) => <p key={String(index)}>{part}</p>);
  });
  expect(said).toBe(theirs);
});

test("says the name of a text that is missing, and tells the console", () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const say = (hooks: Runtime) => translatorOf(hooks, "shops")("nothing.here");
  const [theirs, said] = both("en", say);
  expect(said).toBe(theirs);
  expect(said).toBe("shops.nothing.here");
  expect(told).toHaveBeenCalledTimes(2);
  told.mockRestore();
});

const Inherits = () => (
  <p>{`${ours.useTranslations("shops")("nested.deep" as never)} ${ours.useTimeZone()} ${ours.useNow().toISOString()}`}</p>
);

test("a provider inside another takes from it what it is not given", () => {
  const text = renderToStaticMarkup(
    <ours.IntlProvider locale="en" messages={COMPILED as never} timeZone="UTC" now={NOW}>
      <ours.IntlProvider locale="en">
        <Inherits />
      </ours.IntlProvider>
    </ours.IntlProvider>,
  );
  expect(text).toBe("<p>deep UTC 2026-11-25T12:00:00.000Z</p>");
});
