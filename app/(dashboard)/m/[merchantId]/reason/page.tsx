import { getTranslations } from "next-intl/server";
import { ReasonField } from "@/components/shell/reason-field";
import { SubmitButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { pageTitle } from "@/lib/i18n/page-title";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { DATA_MINUTES } from "@/lib/identity/accounts/schema";
import { openMerchantData } from "@/lib/support/actions";

export const generateMetadata = pageTitle("support.data", "title");

export default async function ReasonPage({ params, searchParams }: PageProps<"/m/[merchantId]/reason">) {
  const [{ merchantId }, { to }, t] = await Promise.all([params, searchParams, getTranslations("support.data")]);
  await requireMerchantScope(merchantId);
  return (
    <div className="max-w-2xl">
      <PageHeader title={t("title")} description={t("lead", { minutes: DATA_MINUTES })} />
      <form action={openMerchantData.bind(null, merchantId)} className="grid gap-4">
        <input type="hidden" name="to" value={typeof to === "string" ? to : ""} />
        <ReasonField label={t("reason")} help={t("reason_help")} />
        <SubmitButton className="justify-self-start">{t("open")}</SubmitButton>
      </form>
    </div>
  );
}
