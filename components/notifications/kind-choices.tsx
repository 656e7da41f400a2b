import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { NOTIFICATION_KINDS, type NotificationKind } from "@/lib/notify/kinds";

interface Props {
  legend: string;
  chosen: readonly NotificationKind[];
  onChange: (chosen: NotificationKind[]) => void;
  /** A sentence that says how to correct it, or null. */
  error?: string | null;
}

export function KindChoices({ legend, chosen, onChange, error = null }: Props) {
  const t = useTranslations("notifications.kind");
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 font-medium">{legend}</legend>
      {NOTIFICATION_KINDS.map((kind) => (
        <Checkbox
          key={kind}
          label={t(kind)}
          checked={chosen.includes(kind)}
          onChange={(event) => onChange(NOTIFICATION_KINDS.filter((one) => (one === kind ? event.target.checked : chosen.includes(one))))}
        />
      ))}
      {error === null ? null : (
        <p role="alert" className="text-action-needed text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}
