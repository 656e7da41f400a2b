import { useTranslations } from "next-intl";
import { useContext } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { FormErrors } from "@/components/ui/form-errors";
import { NOTIFICATION_KINDS, type NotificationKind } from "@/lib/notify/kinds";

/** The field `kinds` of the enclosing form. */
export function KindChoices({ legend, chosen }: { legend: string; chosen: readonly NotificationKind[] }) {
  const t = useTranslations("notifications.kind");
  const error = useContext(FormErrors)("kinds");
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 font-medium">{legend}</legend>
      {NOTIFICATION_KINDS.map((kind) => (
        <Checkbox key={kind} label={t(kind)} name="kinds" value={kind} defaultChecked={chosen.includes(kind)} />
      ))}
      {error === null ? null : (
        <p role="alert" className="text-action-needed text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}
