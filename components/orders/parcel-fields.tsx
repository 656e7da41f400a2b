import { useTranslations } from "next-intl";
import { useId } from "react";
import { TextField } from "@/components/ui/fields";
import { anyKey } from "@/lib/i18n/any-key";
import { CARRIER_NAMES } from "@/lib/orders/tracking/carriers";

/** Error text of a field, for the enclosing form. */
export function useParcelProblem(): (code: string) => string {
  const t = anyKey(useTranslations("tracking.problem"));
  return (code) => t(t.has(code) ? code : "too_long");
}

/** Carrier, number and link of one parcel. Suggests known carriers, whose links are derived from the number. */
export function ParcelFields({ initial }: { initial?: { carrier: string; trackingNumber: string; trackingUrl: string | null } }) {
  const t = useTranslations("tracking.form");
  const id = useId();
  return (
    <>
      <TextField label={t("carrier")} name="carrier" list={id} autoComplete="off" defaultValue={initial?.carrier} required />
      <CarrierNames id={id} />
      <TextField
        label={t("number")}
        name="trackingNumber"
        autoComplete="off"
        spellCheck={false}
        defaultValue={initial?.trackingNumber}
        required
      />
      <TextField
        label={t("url")}
        aside={t("optional")}
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

/** Suggestions for a carrier field. */
export function CarrierNames({ id }: { id: string }) {
  return (
    <datalist id={id}>
      {CARRIER_NAMES.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
