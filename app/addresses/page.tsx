import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { RequirementsView } from "@/components/addresses/requirements-view";
import { PublicPage } from "@/components/shell/public-page";
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

/** Public requirements for self-hosted shops, from the live configuration; merchants can refer hosting providers to this page. */
export default async function AddressesPage({ searchParams }: PageProps<"/addresses">) {
  const [published, t, { shopSystem }] = await Promise.all([loadPublished(), getTranslations("addresses"), searchParams]);
  return (
    <PublicPage name={t("product")}>
      <PageHeader title={t("title")} description={t("intro")} />
      <RequirementsView here="/addresses" published={published} shopSystem={shopSystem} />
    </PublicPage>
  );
}
