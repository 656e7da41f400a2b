import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import type { CauseHit } from "@/lib/support/find-causes";

/** Causes whose name matches, with the shops that have them now. */
export function CauseHits({ causes }: { causes: readonly CauseHit[] }) {
  const t = useTranslations("support.search");
  if (causes.length === 0) return null;
  return (
    <section aria-labelledby="hits-cause">
      <h2 id="hits-cause" className="mb-1.5 font-semibold">
        {t("causes")}
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {causes.map(({ code, name, shops }) => (
          <li key={code} className="flex flex-wrap justify-between gap-x-4 px-4 py-2 [overflow-wrap:anywhere]">
            <span>{name}</span>
            {shops === 0 ? (
              <span className="text-ink-2">{t("shops_now", { count: 0 })}</span>
            ) : (
              <TextLink href={route(`/support/fleet/shops?cause=${code}`)}>{t("shops_now", { count: shops })}</TextLink>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
