import { useTranslations } from "next-intl";

const PLACES = [
  { id: "causes", words: "checks.title" },
  { id: "history", words: "history.title" },
  { id: "incidents", words: "incidents.title" },
  { id: "runs", words: "sync.runs.title" },
  { id: "timeline", words: "timeline.title" },
  { id: "settings", words: "integrations.settings.title" },
] as const;

/** The parts of an integration's page: it is long, and one mostly wants one of them. `label` names the list for screen readers. */
export function PagePlaces({ label, readOnly }: { label: string; readOnly: boolean }) {
  const t = useTranslations();
  return (
    <nav aria-label={label} className="-my-3 min-w-0">
      <ul className="-mx-2 flex flex-wrap gap-x-1 text-sm">
        {PLACES.filter(({ id }) => !readOnly || id !== "settings").map(({ id, words }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="block rounded-md px-2 py-1.5 text-ink-2 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2"
            >
              {t(words)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
