import { getTranslations } from "next-intl/server";
import { ComingForMerchant } from "@/components/addresses/coming-for-merchant";
import { RequirementsView } from "@/components/addresses/requirements-view";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { loadPublished } from "@/lib/operations/addresses/loaders";

export const generateMetadata = pageTitle("addresses", "title");

/** The public address page within the merchant's frame, with the shops that would refuse upcoming addresses. */
export default async function MerchantAddressesPage({ params, searchParams }: PageProps<"/m/[merchantId]/addresses">) {
  const [{ merchantId }, { shopSystem }] = await Promise.all([params, searchParams]);
  await requireMerchantScope(merchantId);
  const [published, t, help] = await Promise.all([loadPublished(), getTranslations("addresses"), getTranslations("help")]);
  return (
    <div className="max-w-3xl">
      <PageHeader title={t("title")} description={t("intro")} className="mb-3" />
      <p className="mb-5">
        <TextLink href="/addresses">{help("requirements.public")}</TextLink>
      </p>
      <ComingForMerchant merchantId={merchantId} />
      <RequirementsView here={`/m/${merchantId}/addresses`} published={published} shopSystem={shopSystem} />
    </div>
  );
}
