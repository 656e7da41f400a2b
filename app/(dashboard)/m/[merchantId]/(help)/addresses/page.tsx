import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ComingForMerchant } from "@/components/addresses/coming-for-merchant";
import { RequirementsView } from "@/components/addresses/requirements-view";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { loadPublished } from "@/lib/operations/addresses/loaders";

interface AddressesProps {
  params: Promise<{ merchantId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("addresses"))("title") };
}

/** The public address page inside the merchant's frame, with the shops that would refuse upcoming addresses. */
export default async function MerchantAddressesPage({ params, searchParams }: AddressesProps) {
  const [{ merchantId }, { platform }] = await Promise.all([params, searchParams]);
  await requireMerchantScope(merchantId);
  const [published, t, help] = await Promise.all([loadPublished(), getTranslations("addresses"), getTranslations("help")]);
  return (
    <div className="max-w-3xl">
      <PageHeader title={t("title")} description={t("intro")} className="mb-3" />
      <p className="mb-5">
        <TextLink href="/addresses">{help("requirements.public")}</TextLink>
      </p>
      <ComingForMerchant merchantId={merchantId} />
      <RequirementsView here={`/m/${merchantId}/addresses`} published={published} platform={platform} />
    </div>
  );
}
