"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { TextField } from "@/components/ui/fields";
import { CARRIER_NAMES } from "@/lib/orders/tracking/carriers";

interface ParcelFieldsProps {
  /** Codes of `tracking.problem` by field. */
  fields: Readonly<Record<string, string>>;
  initial?: { carrier: string; trackingNumber: string; trackingUrl: string | null };
}

/** Carrier, number and link of one parcel. Known carriers are suggested, and their link is made from the number. */
export function ParcelFields({ fields, initial }: ParcelFieldsProps) {
  const t = useTranslations("tracking.form");
  const problems = useTranslations("tracking.problem");
  const id = useId();
  const problem = (name: string): string | null => {
    const code = fields[name];
    if (code === undefined) return null;
    return problems(problems.has(code) ? code : "too_long");
  };
  return (
    <>
      <TextField
        label={t("carrier")}
        error={problem("carrier")}
        name="carrier"
        list={id}
        autoComplete="off"
        defaultValue={initial?.carrier}
        required
      />
      <datalist id={id}>
        {CARRIER_NAMES.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextField
        label={t("number")}
        error={problem("trackingNumber")}
        name="trackingNumber"
        autoComplete="off"
        spellCheck={false}
        defaultValue={initial?.trackingNumber}
        required
      />
      <TextField
        label={t("url")}
        aside={t("optional")}
        error={problem("trackingUrl")}
        name="trackingUrl"
        type="url"
        inputMode="url"
        autoComplete="off"
        placeholder="https://"
        defaultValue={initial?.trackingUrl ?? undefined}
      />
    </>
  );
}
