"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { ReportLink } from "@/components/reports/report-link";
import type { CertificateReportSource, ReportSource } from "@/components/reports/report-source";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/fields";
import { localeOptions, options } from "@/components/ui/options";
import { createCertificateReportAction, createReportAction } from "@/lib/operations/reports/actions";
import { DEFAULT_REPORT_DAYS, MAX_SHOWN_NAME_LENGTH, REPORT_DAYS } from "@/lib/operations/reports/limits";
import { reportPath } from "@/lib/operations/reports/report-path";

/** Language, sender and lifetime of a link, then the link itself, shown once. */
export function ReportDialog({
  source,
  open,
  onClose,
}: {
  source: ReportSource | CertificateReportSource;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("reports.dialog");
  const router = useRouter();
  const [link, setLink] = useState<string | null>(null);
  const [isTaken, setTaken] = useState(false);
  const close = (): void => {
    onClose();
    if (link !== null) router.refresh();
    setLink(null);
    setTaken(false);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      holds={link !== null && !isTaken}
      title={t(link === null ? "title" : "done")}
      description={t(link !== null ? "done_text" : "about" in source ? "description_certificate" : "description")}
    >
      {link === null ? (
        <ReportForm source={source} onMade={(token) => setLink(`${location.origin}${reportPath(token)}`)} onCancel={close} />
      ) : (
        <ReportLink link={link} shop={source.shopName} isOnCertificate={"about" in source} onTaken={() => setTaken(true)} onClose={close} />
      )}
    </Dialog>
  );
}

interface FormProps {
  source: ReportSource | CertificateReportSource;
  onMade: (token: string) => void;
  onCancel: () => void;
}

function ReportForm({ source, onMade, onCancel }: FormProps) {
  const t = useTranslations("reports.dialog");
  const errorMessage = useErrorMessage();
  const locale = useLocale();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { merchantId, integrationId } = source;
    setPending(true);
    setProblem(null);
    try {
      const chosen = { locale: form.get("locale"), shownName: form.get("shownName"), days: form.get("days") };
      const input = { integrationId, ...chosen };
      const result =
        "about" in source
          ? await createCertificateReportAction(merchantId, input)
          : await createReportAction(merchantId, { ...input, checkId: source.checkId, causeIndexes: source.causeIndexes });
      if (result.ok) return onMade(result.value.token);
      setProblem(errorMessage(result));
    } catch {
      setProblem(errorMessage());
    }
    setPending(false);
  }

  return (
    <form method="post" onSubmit={send} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label={t("language")} name="locale" defaultValue={locale} className="grid">
          {localeOptions()}
        </SelectField>
        <SelectField label={t("days")} name="days" defaultValue={DEFAULT_REPORT_DAYS} className="grid">
          {options(REPORT_DAYS, (days) => t("day_count", { days }))}
        </SelectField>
      </div>
      <TextField
        label={t("name")}
        help={t("name_help")}
        error={problem}
        name="shownName"
        defaultValue={source.merchantName.slice(0, MAX_SHOWN_NAME_LENGTH)}
        maxLength={MAX_SHOWN_NAME_LENGTH}
        autoComplete="off"
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" pending={pending}>
          {t("make")}
        </Button>
      </div>
    </form>
  );
}
