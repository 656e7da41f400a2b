import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import { anyKey } from "@/lib/i18n/any-key";
import { nameBrowser } from "@/lib/identity/auth/browser-name";
import type { SignInEventView } from "@/lib/identity/auth/data";

interface SignInActivityProps {
  /** `person` is set in the list of all accounts; null if no account has the entered address. */
  events: readonly (SignInEventView & { person?: { name: string; email: string } | null })[];
}

export function SignInActivity({ events }: SignInActivityProps) {
  const t = useTranslations("settings");
  if (events.length === 0) return <p className="text-ink-3">{t("activity.none")}</p>;
  return (
    <ol className="divide-y divide-line">
      {events.map(({ id, kind, at, userAgent, sourceAddress, person }) => {
        const { browser, system } = nameBrowser(userAgent);
        const name = browser && system ? t("browser_on", { browser, system }) : (browser ?? system ?? t("unknown_browser"));
        return (
          <li
            key={id}
            data-row=""
            tabIndex={-1}
            className="grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[9rem_minmax(0,1fr)] [&>time]:whitespace-normal"
          >
            <Time at={at} form="full" className="text-ink-3 text-sm sm:pt-px" />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p className="font-medium">{anyKey(t).has(`activity.event.${kind}`) ? anyKey(t)(`activity.event.${kind}`) : kind}</p>
              {person === undefined ? null : (
                <p className="text-ink-2 text-sm">
                  <bdi>{person ? `${person.name} (${person.email})` : t("activity.staff.unknown")}</bdi>
                </p>
              )}
              <p className="text-ink-3 text-sm">
                {name} · <span className="font-mono text-xs">{sourceAddress}</span>
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
