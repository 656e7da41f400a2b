"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { TextAreaField, TextField } from "@/components/ui/fields";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { announce } from "@/lib/operations/addresses/actions";

/** Announces new addresses and the day of the move, after a question. Starts the rehearsal and moves nothing. */
export function AnnounceForm({ live }: { live: readonly string[] }) {
  const t = useTranslations("addresses.console.announce");
  const errors = useTranslations("errors");
  const format = useFormatter();
  const { run, pending, fields } = useAction();
  const [asked, setAsked] = useState(false);
  const close = () => setAsked(false);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  const [addresses, setAddresses] = useState("");
  const [plannedOn, setPlannedOn] = useState("");
  const [retiring, setRetiring] = useState<readonly string[]>([]);
  const errorOf = (name: string): string | null => {
    const code = fields[name];
    return code === undefined ? null : errors(errors.has(code) ? code : "field_invalid");
  };
  function ask(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
  }
  function send(): void {
    close();
    run(
      () => announce({ addresses, plannedOn, retiring: retiring.join(" ") }),
      () => setAddresses(""),
    );
  }
  return (
    <form ref={form} method="post" onSubmit={ask} className="grid max-w-xl gap-4">
      <p className="text-ink-2">{t("text")}</p>
      <TextAreaField
        label={t("addresses")}
        help={t("addresses_help")}
        error={errorOf("addresses")}
        missing={errors("addresses_missing")}
        value={addresses}
        onChange={(event) => setAddresses(event.target.value)}
        className="font-mono"
        required
      />
      <TextField
        label={t("planned_on")}
        help={t("planned_on_help")}
        error={errorOf("plannedOn")}
        type="date"
        value={plannedOn}
        onChange={(event) => setPlannedOn(event.target.value)}
        required
        className="max-w-48"
      />
      {live.length > 0 ? (
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 font-medium">{t("retiring")}</legend>
          {live.map((address) => (
            <Checkbox
              key={address}
              label={<span className="font-mono">{address}</span>}
              checked={retiring.includes(address)}
              onChange={(event) =>
                setRetiring((chosen) => (event.target.checked ? [...chosen, address] : chosen.filter((one) => one !== address)))
              }
            />
          ))}
        </fieldset>
      ) : null}
      <Button type="submit" variant="primary" pending={pending} className="justify-self-start">
        {t("send")}
      </Button>
      <Dialog
        open={asked}
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
          <Button variant="primary" onClick={send}>
            {t("confirm")}
          </Button>
        </div>
      </Dialog>
    </form>
  );
}
