import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { useAction } from "@/components/shell/use-action";
import { SubmitButton } from "@/components/ui/button";
import { SelectField, TextAreaField } from "@/components/ui/fields";
import { localeOptions, options } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { LOCALE_NAMES, type Locale } from "@/lib/i18n/locales";
import { draftAnswersAction, sendAnswerAction } from "@/lib/support/macros/actions";
import type { Draft, Drafts } from "@/lib/support/macros/data";
import { MACRO_ACTS, type MacroAct } from "@/lib/support/macros/macro-acts";
import type { AnswerSent } from "@/lib/support/macros/mutations";
import { SNOOZE_HOURS } from "@/lib/support/queue/snooze-hours";

interface AnswerFormProps {
  merchantId: string;
  integrationId: string | null;
  /** The question to answer; by default the shop's newest unsolved one, or none. */
  threadId: string | null;
  onTyped?: () => void;
  onSent: () => void;
}

const SENT = { none: "answer.sent", started: "answer.sent_started", not_started: "answer.sent_not_started" } as const;
const NOTHING: { act: MacroAct; hours: string } = { act: "none", hours: "" };

/** A message to the merchant: a template filled with the facts, which the user edits, and what is done once it is sent. */
export function AnswerForm({ merchantId, integrationId, threadId, onTyped, onSent }: AnswerFormProps) {
  const t = useTranslations("macros");
  const errors = useTranslations("errors");
  const queue = useTranslations("support.queue");
  const { run, pending } = useAction();
  const [drafts, setDrafts] = useState<Drafts | null>(null);
  const [chosen, setChosen] = useState<Draft | null>(null);
  const [text, setText] = useState("");
  const [then, setThen] = useState(NOTHING);
  const isEdited = text !== (chosen?.text ?? "");

  function fill(draft: Draft | null): void {
    setChosen(draft);
    setText(draft?.text ?? "");
    setThen(draft ? { act: draft.act, hours: String(draft.snoozeHours ?? "") } : NOTHING);
  }
  const load = (locale: Locale | null, follow?: (read: Drafts) => void) =>
    run(
      () => draftAnswersAction(merchantId, { integrationId, threadId, locale }),
      (read) => {
        setDrafts(read);
        follow?.(read);
      },
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each question
  useEffect(() => load(null), [merchantId, integrationId, threadId]);

  const choose = (id: string) => {
    const draft = drafts?.drafts.find((one) => one.id === id) ?? null;
    fill(draft);
  };
  /** In another language, a text that the user has changed stays. */
  const translate = (locale: Locale) =>
    load(locale, (read) => {
      const same = read.drafts.find(({ id }) => id === chosen?.id);
      if (same && !isEdited) fill(same);
    });
  const nameOf = ({ name, builtIn }: Draft): string => name ?? (builtIn ? t(`built_in.${builtIn}.name`) : "");

  function follow(answer: AnswerSent): void {
    if (answer.kind === "overtaken") {
      toast.error(t("answer.overtaken", { name: answer.work.changedBy?.name ?? queue("colleague") }));
      load(drafts?.locale ?? null);
      return;
    }
    toast.success(t(SENT[answer.step]));
    fill(null);
    load(drafts?.locale ?? null);
    onSent();
  }
  if (!drafts) return <p aria-busy={pending} className="min-h-80 text-ink-3" />;
  const { incident } = drafts;
  return (
    <ActionForm
      className="grid max-w-[42rem] gap-3"
      action={() =>
        sendAnswerAction({
          merchantId,
          integrationId,
          threadId: drafts.threadId,
          incident,
          text,
          act: incident ? then.act : "none",
          snoozeHours: incident ? then.hours : null,
          name: chosen ? nameOf(chosen) : t("answer.text"),
        })
      }
      done={follow}
    >
      {threadId ? null : (
        <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
          {drafts.firstWords ? t("answer.to_thread", { words: drafts.firstWords }) : t("answer.to_new")}
        </p>
      )}
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <SelectField
          label={t("answer.template")}
          value={chosen?.id ?? ""}
          onChange={({ target }) => choose(target.value)}
          className="w-full"
        >
          <option value="">{t("answer.no_template")}</option>
          {drafts.drafts.map((draft) => (
            <option key={draft.id} value={draft.id}>
              {nameOf(draft)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("answer.language")}
          value={drafts.locale}
          onChange={({ target }) => translate(target.value as Locale)}
          className="w-full"
        >
          {localeOptions()}
        </SelectField>
      </div>
      {chosen && chosen.locale !== drafts.locale ? (
        <p className="text-ink-2 text-sm">{t("answer.other_language", { language: LOCALE_NAMES[chosen.locale] })}</p>
      ) : null}
      <TextAreaField
        label={t("answer.text")}
        missing={errors("words_missing")}
        name="text"
        lang={chosen?.locale ?? drafts.locale}
        required
        maxLength={4000}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          onTyped?.();
        }}
        className="min-h-56"
      />
      {incident ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            label={t("act_label")}
            value={then.act}
            onChange={({ target }) => setThen({ ...then, act: target.value as MacroAct })}
            className="w-full"
          >
            {options(MACRO_ACTS, (act) => t(`act.${act}`))}
          </SelectField>
          <SelectField
            label={t("snooze_label")}
            value={then.hours}
            onChange={({ target }) => setThen({ ...then, hours: target.value })}
            className="w-full"
          >
            <option value="">{t("no_snooze")}</option>
            {options(SNOOZE_HOURS, (hours) => queue(`snooze.for.h${hours}`))}
          </SelectField>
        </div>
      ) : null}
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton icon={<Send />}>{t("answer.send")}</SubmitButton>
        <TextLink href="/support/macros">{t("answer.edit")}</TextLink>
      </p>
    </ActionForm>
  );
}
