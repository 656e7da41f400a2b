"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { saveProfile } from "@/components/settings/actions";
import { ActionForm } from "@/components/shell/action-form";
import { SelectField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";

interface ProfileFormProps {
  locale: string;
  timeZone: string;
  timeZones: string[];
}

export function ProfileForm({ locale, timeZone, timeZones }: ProfileFormProps) {
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
        {LOCALES.map((code) => (
          <option key={code} value={code} lang={code}>
            {LOCALE_NAMES[code]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("time_zone")}
        help={t("time_zone_help")}
        name="timeZone"
        defaultValue={timeZone}
        key={timeZone}
        className="w-full sm:w-72"
      >
        {timeZones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll("_", " ")}
          </option>
        ))}
      </SelectField>
      <SubmitButton className="justify-self-start">{words("save")}</SubmitButton>
    </ActionForm>
  );
}

/** Translated at render: the language may just have changed. */
function Saved() {
  return useTranslations("app")("saved");
}
