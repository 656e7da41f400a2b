import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { EraseBuyerForm } from "@/app/(dashboard)/m/[merchantId]/settings/privacy/erase-buyer-form";
import { FollowPage } from "@/components/live/follow-page";
import { SettingsPage } from "@/components/settings/settings-page";
import { ActionButton, ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { FileLink } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/section";
import { options } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { askMerchantDeletionAction, withdrawMerchantDeletionAction } from "@/lib/operations/privacy/actions";
import { loadPrivacy } from "@/lib/operations/privacy/loaders";
import { saveRetentionAction } from "@/lib/orders/privacy/actions";
import { RETENTION_DAYS } from "@/lib/orders/privacy/schema";

export const generateMetadata = pageTitle("app.section", "privacy");

export default async function PrivacyPage({ params }: PageProps<"/m/[merchantId]/settings/privacy">) {
  const { merchantId } = await params;
  const { orderDays, addressDays, deletionDueAt, erasedBuyers, erasures, readAt, name, manages, isMember } = await loadPrivacy(merchantId);
  const t = await getTranslations("privacy");
  return (
    <ClientMessages namespaces={["privacy"]}>
      <SettingsPage page="privacy" description={t("lead")}>
        {manages ? null : <p className="text-ink-2">{t("owners_manage")}</p>}
        <Panel title={t("retention.title")}>
          <ActionForm key={`${orderDays} ${addressDays}`} action={saveRetentionAction.bind(null, merchantId)} done={t("retention.saved")}>
            <p className="text-ink-2">{t("retention.lead")}</p>
            {(["addresses", "orders"] as const).map((kept) => (
              <SelectField
                key={kept}
                label={t(`retention.${kept}`)}
                help={t(kept === "orders" ? "retention.orders_help" : "retention.addresses_help")}
                name={kept === "orders" ? "orderDays" : "addressDays"}
                defaultValue={(kept === "orders" ? orderDays : addressDays) ?? 0}
                disabled={!manages}
                className="w-full"
                fieldClassName="sm:max-w-72"
              >
                {options(RETENTION_DAYS, (days) => t("retention.after", { days }))}
              </SelectField>
            ))}
            {manages ? <SubmitButton className="justify-self-start">{t("retention.save")}</SubmitButton> : null}
          </ActionForm>
        </Panel>
        {manages ? (
          <Panel title={t("buyer.title")}>
            <EraseBuyerForm merchantId={merchantId} erasedBuyers={erasedBuyers} erasures={erasures} />
            {erasures.some(({ finishedAt }) => !finishedAt) ? <FollowPage merchantId={merchantId} readAt={readAt} /> : null}
          </Panel>
        ) : null}
        {manages && isMember ? (
          <Panel title={t("merchant.title")}>
            <MerchantDeletion merchantId={merchantId} name={name} deletionDueAt={deletionDueAt} />
          </Panel>
        ) : null}
      </SettingsPage>
    </ClientMessages>
  );
}

function MerchantDeletion({ merchantId, name, deletionDueAt }: { merchantId: string; name: string; deletionDueAt: Date | null }) {
  const t = useTranslations("privacy.merchant");
  const errors = useTranslations("errors");
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("export_lead")}</p>
      <div>
        <FileLink href={route(`/m/${merchantId}/settings/privacy/export`)}>{t("export")}</FileLink>
      </div>
      {deletionDueAt ? (
        <div className="grid gap-3 border-line border-t pt-4">
          <p role="status" className="font-medium text-action-needed">
            {t.rich("due", { date: () => <Time at={deletionDueAt} form="day" /> })}
          </p>
          <ActionButton
            className="justify-self-start"
            action={withdrawMerchantDeletionAction.bind(null, merchantId, {})}
            done={t("withdrawn")}
          >
            {t("withdraw")}
          </ActionButton>
        </div>
      ) : (
        <ActionForm className="grid gap-4 border-line border-t pt-4" action={askMerchantDeletionAction.bind(null, merchantId)}>
          <p className="text-ink-2">{t("lead")}</p>
          <TextField
            label={t("name", { name })}
            missing={errors("name_differs")}
            fieldClassName="sm:max-w-96"
            name="name"
            autoComplete="off"
            required
          />
          <SubmitButton variant="danger" className="justify-self-start">
            {t("delete")}
          </SubmitButton>
        </ActionForm>
      )}
    </div>
  );
}
