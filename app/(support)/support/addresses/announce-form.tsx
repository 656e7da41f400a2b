"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { Button, SubmitButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { TextAreaField, TextField } from "@/components/ui/fields";
import { announce } from "@/lib/operations/addresses/actions";

/** Announces new addresses and the date of the move after a confirmation. Starts the rehearsal and moves nothing. */
export function AnnounceForm({ live }: { live: readonly string[] }) {
  const t = useTranslations("addresses.console.announce");
  const errors = useTranslations("errors");
  const format = useFormatter();
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState<FormData | null>(null);
  const isConfirmed = useRef(false);
  const close = () => setAsked(null);
  const addresses = String(asked?.get("addresses") ?? "");
  const plannedOn = String(asked?.get("plannedOn") ?? "");
  function ask(event: FormEvent<HTMLFormElement>): void {
    if (isConfirmed.current) return;
    event.preventDefault();
    setAsked(new FormData(event.currentTarget));
  }
  function confirm(): void {
    close();
    isConfirmed.current = true;
    form.current?.requestSubmit();
    isConfirmed.current = false;
  }
  return (
    <ActionForm
      ref={form}
      onSubmit={ask}
      action={(data) => announce({ ...Object.fromEntries(data), retiring: data.getAll("retiring").join(" ") })}
      className="grid max-w-xl gap-4"
    >
      <p className="text-ink-2">{t("text")}</p>
      <TextAreaField
        label={t("addresses")}
        help={t("addresses_help")}
        missing={errors("addresses_missing")}
        name="addresses"
        className="font-mono"
        required
      />
      <TextField label={t("planned_on")} help={t("planned_on_help")} name="plannedOn" type="date" required className="max-w-48" />
      {live.length > 0 ? (
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 font-medium">{t("retiring")}</legend>
          {live.map((address) => (
            <Checkbox key={address} label={<span className="font-mono">{address}</span>} name="retiring" value={address} />
          ))}
        </fieldset>
      ) : null}
      <SubmitButton className="justify-self-start">{t("send")}</SubmitButton>
      <Dialog
        open={asked !== null}
        onClose={close}
        title={t("confirm_title")}
        description={t("confirm_text", {
          addresses: addresses
            .trim()
            .split(/[\s,;]+/)
            .join(", "),
          day: plannedOn === "" ? "" : format.dateTime(new Date(`${plannedOn}T12:00:00Z`), { dateStyle: "long", timeZone: "UTC" }),
        })}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{t("cancel")}</Button>
          <Button variant="primary" onClick={confirm}>
            {t("confirm")}
          </Button>
        </div>
      </Dialog>
    </ActionForm>
  );
}
