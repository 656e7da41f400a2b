"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useRef } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { SelectField, TextAreaField, TextField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { LOCALE_NAMES, LOCALES, type Locale } from "@/lib/i18n/locales";
import { saveMacroAction } from "@/lib/support/macros/actions";
import { MACRO_ACTS, type MacroAct } from "@/lib/support/macros/macro-acts";
import { findUnknown, PLACEHOLDERS } from "@/lib/support/macros/template";
import { SNOOZE_HOURS, type SnoozeHours } from "@/lib/support/queue/snooze-hours";

interface MacroFormProps {
  /** The template to edit, or what a new one starts from. */
  macro: {
    id: string | null;
    name: string;
    texts: Partial<Record<Locale, string>>;
    act: MacroAct;
    snoozeHours: SnoozeHours | null;
  } | null;
  /** The reader's language, whose text comes first. */
  locale: Locale;
}

/** Writes or changes a template in as many languages as wanted. */
export function MacroForm({ macro, locale }: MacroFormProps) {
  const t = useTranslations("macros");
  const errors = useTranslations("errors");
  const queue = useTranslations("support.queue.snooze.for");
  const format = useFormatter();
  const router = useRouter();
  const typed = useRef("");
  const others = LOCALES.filter((one) => one !== locale);
  const field = (one: Locale) => (
    <TextAreaField
      key={one}
      label={t("text_in", { language: LOCALE_NAMES[one] })}
      name={`texts.${one}`}
      lang={one}
      maxLength={4000}
      defaultValue={macro?.texts[one] ?? ""}
      className="min-h-40"
    />
  );
  function save(data: FormData) {
    const texts = Object.fromEntries(LOCALES.map((one) => [one, String(data.get(`texts.${one}`) ?? "")]));
    typed.current = Object.values(texts).join("\n");
    return saveMacroAction({
      id: macro?.id ?? null,
      name: data.get("name"),
      texts,
      act: data.get("act"),
      snoozeHours: data.get("snoozeHours"),
    });
  }
  function problemOf(code: string): string {
    if (code === "placeholder_unknown") return t("unknown", { names: format.list(findUnknown(typed.current)) });
    return code === "words_missing" || code === "words_too_long" || code === "name_missing" || code === "name_too_long"
      ? errors(code)
      : errors("field_invalid");
  }
  return (
    <ActionForm
      action={save}
      problemOf={problemOf}
      done={() => {
        toast.success(t("saved"));
        router.replace("/support/macros");
        router.refresh();
      }}
    >
      <TextField
        label={t("name")}
        missing={errors("name_missing")}
        name="name"
        required
        maxLength={60}
        defaultValue={macro?.name ?? ""}
        autoComplete="off"
      />
      {field(locale)}
      <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
        {t("placeholders", { names: PLACEHOLDERS.map((name) => `{${name}}`).join(" ") })}
      </p>
      <details>
        <summary className="min-h-6 cursor-pointer rounded-sm">{t("languages")}</summary>
        <div className="mt-3 grid gap-4">{others.map(field)}</div>
      </details>
      <SelectField label={t("act_label")} name="act" defaultValue={macro?.act ?? "none"} className="w-full">
        {options(MACRO_ACTS, (act) => t(`act.${act}`))}
      </SelectField>
      <SelectField label={t("snooze_label")} name="snoozeHours" defaultValue={macro?.snoozeHours ?? ""} className="w-full">
        <option value="">{t("no_snooze")}</option>
        {options(SNOOZE_HOURS, (hours) => queue(`h${hours}`))}
      </SelectField>
      <SubmitButton className="justify-self-start">{t("save")}</SubmitButton>
    </ActionForm>
  );
}
