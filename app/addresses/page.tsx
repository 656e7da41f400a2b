import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { RequirementsView } from "@/components/addresses/requirements-view";
import { DemoBanner } from "@/components/shell/demo-banner";
import { LanguageForm } from "@/components/shell/language-form";
import { Logo } from "@/components/shell/logo";
import { PageHeader } from "@/components/ui/page-header";
import { loadPublished } from "@/lib/operations/addresses/loaders";

export async function generateMetadata(): Promise<Metadata> {
  const [t, locale] = await Promise.all([getTranslations("addresses"), getLocale()]);
  return {
    title: t("title"),
    robots: { index: true },
    alternates: { types: { "application/atom+xml": `/addresses.atom?lang=${locale}` } },
  };
}

/** Public requirements for self-hosted shops from the live configuration, so that hosting providers can be sent here. */
export default async function AddressesPage({ searchParams }: PageProps<"/addresses">) {
  const [published, t, { platform }] = await Promise.all([loadPublished(), getTranslations("addresses"), searchParams]);
  return (
    <div className="flex min-h-dvh flex-col">
      <DemoBanner />
      <main className="mx-auto w-full max-w-3xl flex-1 px-5 py-10">
        <div className="mb-8 flex items-center gap-2.5 font-semibold text-lg">
          <Logo className="size-7" />
          {t("product")}
        </div>
        <PageHeader title={t("title")} description={t("intro")} />
        <RequirementsView here="/addresses" published={published} platform={platform} />
      </main>
      <footer className="flex justify-center px-5 pb-6">
        <LanguageForm />
      </footer>
    </div>
  );
}
