import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { LanguageForm } from "@/components/shell/language-form";
import { Logo } from "@/components/shell/logo";
import { AREA_TONE, AreaDays } from "@/components/status/area-days";
import { IncidentList } from "@/components/status/incident-list";
import { PageHeader } from "@/components/ui/page-header";
import { StateShape } from "@/components/ui/state-shape";
import { readStatus } from "@/lib/operations/status/data";

const MOST_INCIDENTS = 50;

export async function generateMetadata(): Promise<Metadata> {
  const [t, locale] = await Promise.all([getTranslations("status"), getLocale()]);
  return { title: t("title"), robots: { index: true }, alternates: { types: { "application/atom+xml": `/status.atom?lang=${locale}` } } };
}

/** Public state of the platform, so that users do not look for its failures in a shop. */
export default async function StatusPage() {
  const [histories, t, app, locale] = await Promise.all([readStatus(), getTranslations("status"), getTranslations("app"), getLocale()]);
  const isGood = histories.every(({ now }) => now === "operational");
  const incidents = histories.flatMap((history) => history.incidents).sort((a, b) => b.from.getTime() - a.from.getTime());
  return (
    <div className="flex min-h-dvh flex-col">
      <main className="mx-auto w-full max-w-3xl flex-1 px-5 py-10">
        <div className="mb-8 flex items-center gap-2.5 font-semibold text-lg">
          <Logo className="size-7" />
          {app("name")}
        </div>
        <PageHeader title={t("title")} description={t("intro")} />
        <p className="my-6 flex items-center gap-2 font-semibold text-lg">
          <StateShape tone={AREA_TONE[isGood ? "operational" : "down"]} className="size-5" />
          {t(isGood ? "all_good" : "trouble")}
        </p>
        {histories.map((history) => (
          <AreaDays key={history.area} history={history} />
        ))}
        <section className="border-line border-t py-5">
          <h2 className="font-semibold">{t("incidents")}</h2>
          <IncidentList incidents={incidents.slice(0, MOST_INCIDENTS)} />
          <p className="mt-4">
            <a href={`/status.atom?lang=${locale}`} className="underline">
              {t("feed")}
            </a>
          </p>
        </section>
      </main>
      <footer className="flex justify-center px-5 pb-6">
        <LanguageForm />
      </footer>
    </div>
  );
}
