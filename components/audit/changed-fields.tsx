import { useTranslations } from "next-intl";

type Fields = Record<string, unknown> | null;

const print = (value: unknown): string => (value === null || value === undefined || value === "" ? "–" : String(value));
const isAnswer = (value: unknown): value is boolean => typeof value === "boolean";

/** What was changed: each field as it was and as it is. */
export function ChangedFields({ before, after }: { before: Fields; after: Fields }) {
  const t = useTranslations("audit");
  const say = (name: string, value: unknown): string => {
    if (isAnswer(value)) return t(value ? "yes" : "no");
    const known = `value.${name}.${value}`;
    return typeof value === "string" && /^[a-z_]+$/.test(value) && t.has(known) ? t(known) : print(value);
  };
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changed = names.filter((name) => print(before?.[name]) !== print(after?.[name]) || print(before?.[name]) === "•••");
  if (changed.length === 0) return null;
  return (
    <dl className="mt-0.5 grid gap-0.5 text-sm">
      {changed.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-1.5 [overflow-wrap:anywhere]">
          <dt className="text-ink-3">{t.has(`field.${name}`) ? t(`field.${name}`) : name}</dt>
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
