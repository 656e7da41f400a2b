import { useTranslations } from "next-intl";
import { anyKey } from "@/lib/i18n/any-key";
import { isLocale, LOCALE_NAMES } from "@/lib/i18n/locales";

type Fields = Record<string, unknown> | null;

const print = (value: unknown): string => (value === null || value === undefined || value === "" ? "–" : String(value));
const isAnswer = (value: unknown): value is boolean => typeof value === "boolean";

/** Message namespace of a field's codes, if not the log's own. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["orders_in", "states.word"],
  ["tracking_out", "states.word"],
  ["left_out", "states.order"],
  ["events", "notifications.kind"],
  ["grouping", "notifications.preferences.groupings"],
]);

const LISTS: ReadonlySet<string> = new Set(["events", "left_out"]);

export function ChangedFields({ before, after }: { before: Fields; after: Fields }) {
  const t = useTranslations("audit");
  const words = anyKey(useTranslations());
  const wordsOf = (name: string, code: string): string | null => {
    if (name === "locale" && isLocale(code)) return LOCALE_NAMES[code];
    const key = `${WORDS.get(name) ?? `audit.value.${name}`}.${code}`;
    return /^[a-z_-]+$/.test(code) && !(code in Object.prototype) && words.has(key) ? words(key) : null;
  };
  const say = (name: string, value: unknown): string => {
    if (isAnswer(value)) return t(value ? "yes" : "no");
    if (typeof value !== "string" || value === "") return print(value);
    return LISTS.has(name)
      ? value
          .split(", ")
          .map((code) => wordsOf(name, code) ?? code)
          .join(", ")
      : (wordsOf(name, value) ?? print(value));
  };
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = names.filter((name) => print(before?.[name]) !== print(after?.[name]) || print(before?.[name]) === "•••");
  if (changed.length === 0) return null;
  return (
    <dl className="mt-0.5 grid gap-0.5 text-sm">
      {changed.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-1.5 [overflow-wrap:anywhere]">
          <dt className="text-ink-3">{anyKey(t).has(`field.${name}`) ? anyKey(t)(`field.${name}`) : name}</dt>
          <dd className="min-w-0">
            {before ? <bdi className="text-ink-3">{say(name, before[name])}</bdi> : null}
            {before && after ? (
              <>
                <span aria-hidden="true"> → </span>
                <span className="sr-only">{t("becomes")} </span>
              </>
            ) : null}
            {after ? <bdi>{say(name, after[name])}</bdi> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
