import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-button";
import { ActionForm } from "@/components/shell/action-form";
import { TextField } from "@/components/ui/fields";
import { FileLink } from "@/components/ui/file-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import { askMerchantDeletionAction, withdrawMerchantDeletionAction } from "@/lib/operations/privacy/actions";

/** The merchant's data as a file, and its deletion, which can be withdrawn until it is due. */
export function MerchantDeletion({ merchantId, name, deletionDueAt }: { merchantId: string; name: string; deletionDueAt: Date | null }) {
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
