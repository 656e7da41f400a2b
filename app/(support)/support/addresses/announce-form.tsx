"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { useAction } from "@/components/shell/use-action";
import { Button, SubmitButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { TextAreaField, TextField } from "@/components/ui/fields";
import { announce, previewAnnounce } from "@/lib/operations/addresses/actions";
import type { Announcement } from "@/lib/operations/addresses/schema";

/** Announces new addresses and the date of the move once both are valid and confirmed. Starts the rehearsal and moves nothing. */
export function AnnounceForm({ live }: { live: readonly string[] }) {
  const t = useTranslations("addresses.console.announce");
  const errors = useTranslations("errors");
  const format = useFormatter();
  const { run, pending } = useAction();
  const [asked, setAsked] = useState<Announcement | null>(null);
  const close = () => setAsked(null);
  const printed = (valid: Announcement) => ({
    addresses: format.list(valid.addresses),
    day: format.dateTime(new Date(`${valid.plannedOn}T12:00:00Z`), "day", { timeZone: "UTC" }),
  });
  const confirm = (valid: Announcement) =>
    run(() => announce({ ...valid, addresses: valid.addresses.join(" "), retiring: valid.retiring.join(" ") }), close);
  return (
    <ActionForm
      action={(data) => previewAnnounce({ ...Object.fromEntries(data), retiring: data.getAll("retiring").join(" ") })}
      done={setAsked}
      // A cancelled confirmation keeps the typed input.
      onReset={(event) => event.preventDefault()}
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
      {asked ? (
        <Dialog open onClose={close} title={t("confirm_title")} description={t("confirm_text", printed(asked))}>
          <div className="flex justify-end gap-2">
            <Button onClick={close}>{t("cancel")}</Button>
            <Button variant="primary" pending={pending} onClick={() => confirm(asked)}>
              {t("confirm")}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </ActionForm>
  );
}
