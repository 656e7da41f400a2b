import { Eye, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { ReasonField } from "@/components/support/reason-field";
import { options } from "@/components/ui/options";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { ACT_MINUTES } from "@/lib/identity/accounts/schema";
import { openMerchant } from "@/lib/support/actions";

export function OpenMerchant({ merchantId, to, mayAct }: { merchantId: string; to: string; mayAct: boolean }) {
  const t = useTranslations("support.open");
  return (
    <Panel title={t("title")} id="act">
      <form action={openMerchant.bind(null, merchantId)} className="mb-4 border-line border-b pb-4">
        <input type="hidden" name="to" value={to} />
        <p className="mb-2 text-ink-2">{t("look_text")}</p>
        <SubmitButton>
          <Eye />
          {t("look")}
        </SubmitButton>
      </form>
      {mayAct ? (
        <form action={openMerchant.bind(null, merchantId)} className="grid gap-3">
          <input type="hidden" name="to" value={to} />
          <ReasonField label={t("reason")} help={t("reason_help")} />
          <div className="flex flex-wrap items-end gap-2">
            <Select name="minutes" aria-label={t("minutes_label")} defaultValue={30}>
              {options(ACT_MINUTES, (minutes) => t("minutes", { minutes }))}
            </Select>
            <SubmitButton variant="secondary">
              <KeyRound />
              {t("act")}
            </SubmitButton>
          </div>
        </form>
      ) : (
        <p className="text-ink-2">{t("agents_act")}</p>
      )}
    </Panel>
  );
}
