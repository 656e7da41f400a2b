"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { saveProfile } from "@/components/settings/actions";
import { ActionForm } from "@/components/shell/action-form";
import { SelectField } from "@/components/ui/fields";
import { localeOptions, options } from "@/components/ui/options";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";

export function ProfileForm({ locale, timeZone, timeZones }: { locale: string; timeZone: string; timeZones: string[] }) {
  const t = useTranslations("settings");
  const words = useTranslations("app");
  const router = useRouter();
  return (
    <ActionForm
      action={saveProfile}
      done={() => {
        toast.success(<Saved />);
        router.refresh();
      }}
    >
      <SelectField label={t("language")} name="locale" defaultValue={locale} key={locale} className="w-full sm:w-72">
        {localeOptions()}
      </SelectField>
      <SelectField
        label={t("time_zone")}
        help={t("time_zone_help")}
        name="timeZone"
        defaultValue={timeZone}
        key={timeZone}
        className="w-full sm:w-72"
      >
        {options(timeZones, (zone) => zone.replaceAll("_", " "))}
      </SelectField>
      <SubmitButton className="justify-self-start">{words("save")}</SubmitButton>
    </ActionForm>
  );
}

/** Translated at render: the language may just have changed. */
function Saved() {
  return useTranslations("app")("saved");
}
