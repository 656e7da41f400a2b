import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { openMerchant } from "@/app/(support)/support/actions";
import { PageCrumb } from "@/components/shell/page-crumb";
import { MerchantFacts } from "@/components/support/merchant-facts";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { loadMerchantCard } from "@/lib/support/loaders";

type Props = { params: Promise<{ merchantId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadMerchantCard((await params).merchantId)).name };
}

export default async function SupportMerchantPage({ params }: Props) {
  const merchant = await loadMerchantCard((await params).merchantId);
  const t = await getTranslations("support");
  return (
    <>
      <PageCrumb>{merchant.name}</PageCrumb>
      <PageHeader title={<bdi>{merchant.name}</bdi>} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title={t("open_title")}>
          <p className="mb-4 text-ink-2">{t("open_text")}</p>
          <form action={openMerchant.bind(null, merchant.id)} className="grid gap-4">
            <Field label={t("reason")} help={t("reason_help")}>
              {(control) => <Input {...control} name="reason" maxLength={300} autoComplete="off" />}
            </Field>
            <SubmitButton className="justify-self-start">{t("open")}</SubmitButton>
          </form>
        </Panel>
        <MerchantFacts merchant={merchant} />
      </div>
    </>
  );
}
