"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { SelectField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
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
  const { run, onReset } = useAction();
  const choices = RETENTION_DAYS.map((days) => (
    <option key={days} value={days}>
      {t("after", { days })}
    </option>
  ));
  return (
    <form
      className="grid gap-4"
      onReset={onReset}
      action={(data) =>
        run(
          () => saveRetentionAction(merchantId, data),
          () => toast.success(t("saved")),
        )
      }
    >
      <p className="text-ink-2">{t("lead")}</p>
      <SelectField
        label={t("addresses")}
        help={t("addresses_help")}
        fieldClassName="sm:max-w-72"
        name="addressDays"
        defaultValue={addressDays ?? 0}
        disabled={!manages}
        className="w-full"
      >
        {choices}
      </SelectField>
      <SelectField
        label={t("orders")}
        help={t("orders_help")}
        fieldClassName="sm:max-w-72"
        name="orderDays"
        defaultValue={orderDays ?? 0}
        disabled={!manages}
        className="w-full"
      >
        {choices}
      </SelectField>
      {manages ? <SubmitButton className="justify-self-start">{t("save")}</SubmitButton> : null}
    </form>
  );
}
