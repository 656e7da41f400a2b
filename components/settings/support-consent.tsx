import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-button";
import { ActionForm } from "@/components/shell/action-form";
import { SelectField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { options } from "@/components/ui/options";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { Consent } from "@/lib/identity/accounts/consent";
import { giveConsentAction, withdrawConsentAction } from "@/lib/identity/accounts/consent-actions";
import { CONSENT_DAYS } from "@/lib/identity/accounts/consent-days";

interface Props {
  merchantId: string;
  consent: Consent | null;
  /** Only owners give and withdraw consent. */
  isOwner: boolean;
}

/** An owner's consent that acting staff manage members and API tokens. */
export function SupportConsent({ merchantId, consent, isOwner }: Props) {
  const t = useTranslations("members.consent");
  return (
    <FocusKeeper outcome={consent ? 1 : 0} className="mb-4 grid gap-3 border-line border-b pb-4">
      <p className="text-ink-2">{t("text")}</p>
      {consent ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="font-medium">{t.rich("given", { name: consent.by, until: () => <Time at={consent.expiresAt} /> })}</p>
          {isOwner ? (
            <ActionButton variant="danger" size="sm" action={withdrawConsentAction.bind(null, merchantId, {})}>
              {t("withdraw")}
            </ActionButton>
          ) : null}
        </div>
      ) : (
        <p className="font-medium">{t("none")}</p>
      )}
      {isOwner && !consent ? (
        <ActionForm className="flex flex-wrap items-end gap-2" action={giveConsentAction.bind(null, merchantId)}>
          <SelectField label={t("days_label")} name="days" defaultValue={CONSENT_DAYS[0]}>
            {options(CONSENT_DAYS, (days) => t("days", { days }))}
          </SelectField>
          <SubmitButton variant="secondary">{t("give")}</SubmitButton>
        </ActionForm>
      ) : null}
    </FocusKeeper>
  );
}
