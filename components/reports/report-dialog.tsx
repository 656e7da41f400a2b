import { Mail } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { CertificateReportSource, ReportSource } from "@/components/reports/report-source";
import { useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/fields";
import { localeOptions, options } from "@/components/ui/select";
import { createCertificateReportAction, createReportAction } from "@/lib/operations/reports/actions";
import { DEFAULT_REPORT_DAYS, MAX_SHOWN_NAME_LENGTH, REPORT_DAYS, reportPath } from "@/lib/operations/reports/link";

/** Mounted on each opening, so it begins with an empty form. */
export function ReportDialog({ source, onClose }: { source: ReportSource | CertificateReportSource; onClose: () => void }) {
  const t = useTranslations("reports.dialog");
  const locale = useLocale();
  const { pending, notice, run } = useActionOnShop();
  const [link, setLink] = useState("");
  /** The link was copied or put into an e-mail. */
  const [isTaken, setTaken] = useState(false);
  const take = () => setTaken(true);
  const isOnCertificate = "about" in source;

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const input = { ...source, ...Object.fromEntries(new FormData(event.currentTarget)) };
    void run(isOnCertificate ? createCertificateReportAction : createReportAction, input, ({ token }) => {
      setLink(`${location.origin}${reportPath(token)}`);
      return null;
    });
  }

  if (link !== "") {
    const words = { shop: source.shopName, link };
    const subject = t(isOnCertificate ? "mail_subject_certificate" : "mail_subject", words);
    const body = t(isOnCertificate ? "mail_body_certificate" : "mail_body", words);
    return (
      <Dialog open onClose={onClose} holds={isTaken ? undefined : "once"} title={t("done")} description={t("done_text")}>
        <div className="grid gap-4">
          <TextField label={t("link")} readOnly value={link} className="font-mono text-sm" onFocus={(event) => event.target.select()} />
          <div className="flex flex-wrap justify-end gap-2">
            <a href={link} target="_blank" rel="noreferrer" className={buttonStyle({ variant: "ghost" })}>
              {t("open")}
            </a>
            <a
              href={`mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`}
              onClick={take}
              className={buttonStyle()}
            >
              <Mail />
              {t("mail")}
            </a>
            <CopyButton text={link} onCopied={take} size="md" variant="primary">
              {t("copy")}
            </CopyButton>
            <Button onClick={onClose}>{t("close")}</Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title={t("title")} description={t(isOnCertificate ? "description_certificate" : "description")}>
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
          error={notice?.text}
          name="shownName"
          defaultValue={source.merchantName.slice(0, MAX_SHOWN_NAME_LENGTH)}
          maxLength={MAX_SHOWN_NAME_LENGTH}
          autoComplete="off"
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" pending={pending !== null}>
            {t("make")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
