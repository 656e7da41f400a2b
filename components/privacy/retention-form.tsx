import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { SelectField } from "@/components/ui/fields";
import { options } from "@/components/ui/options";
import { SubmitButton } from "@/components/ui/submit-button";
import { saveRetentionAction } from "@/lib/orders/privacy/actions";
import { RETENTION_DAYS } from "@/lib/orders/privacy/retention-days";

interface RetentionFormProps {
  merchantId: string;
  /** Null: kept. */
  orderDays: number | null;
  addressDays: number | null;
  manages: boolean;
}

/** How long orders, and the buyers in them, are kept. */
export function RetentionForm({ merchantId, orderDays, addressDays, manages }: RetentionFormProps) {
  const t = useTranslations("privacy.retention");
  const choices = options(RETENTION_DAYS, (days) => t("after", { days }));
  const shared = { disabled: !manages, className: "w-full", fieldClassName: "sm:max-w-72" };
  return (
    <ActionForm action={saveRetentionAction.bind(null, merchantId)} done={t("saved")}>
      <p className="text-ink-2">{t("lead")}</p>
      <SelectField {...shared} label={t("addresses")} help={t("addresses_help")} name="addressDays" defaultValue={addressDays ?? 0}>
        {choices}
      </SelectField>
      <SelectField {...shared} label={t("orders")} help={t("orders_help")} name="orderDays" defaultValue={orderDays ?? 0}>
        {choices}
      </SelectField>
      {manages ? <SubmitButton className="justify-self-start">{t("save")}</SubmitButton> : null}
    </ActionForm>
  );
}
