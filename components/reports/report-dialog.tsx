import { Mail } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { CertificateReportSource, ReportSource } from "@/components/reports/report-source";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/fields";
import { localeOptions, options } from "@/components/ui/options";
import { createCertificateReportAction, createReportAction } from "@/lib/operations/reports/actions";
import { DEFAULT_REPORT_DAYS, MAX_SHOWN_NAME_LENGTH, REPORT_DAYS } from "@/lib/operations/reports/limits";
import { reportPath } from "@/lib/operations/reports/report-path";

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
  const [link, setLink] = useState<string | null>(null);
  const [isTaken, setTaken] = useState(false);
  const close = (): void => {
    onClose();
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
  const locale = useLocale();
  const { pending, notice, run } = useActionWithNotice();

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { merchantId, integrationId } = source;
    const input = { integrationId, ...Object.fromEntries(new FormData(event.currentTarget)) };
    void run(
      "make",
      () =>
        "about" in source
          ? createCertificateReportAction(merchantId, input)
          : createReportAction(merchantId, { ...input, checkId: source.checkId, causeIndexes: source.causeIndexes }),
      ({ token }) => {
        onMade(token);
        return null;
      },
    );
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
        error={notice?.text}
        name="shownName"
        defaultValue={source.merchantName.slice(0, MAX_SHOWN_NAME_LENGTH)}
        maxLength={MAX_SHOWN_NAME_LENGTH}
        autoComplete="off"
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" pending={pending !== null}>
          {t("make")}
        </Button>
      </div>
    </form>
  );
}

interface LinkProps {
  link: string;
  shop: string;
  isOnCertificate: boolean;
  /** The link was copied or put into a mail. */
  onTaken: () => void;
  onClose: () => void;
}

function ReportLink({ link, shop, isOnCertificate, onTaken, onClose }: LinkProps) {
  const t = useTranslations("reports.dialog");
  const subject = t(isOnCertificate ? "mail_subject_certificate" : "mail_subject", { shop });
  const body = t(isOnCertificate ? "mail_body_certificate" : "mail_body", { shop, link });
  const mail = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  return (
    <div className="grid gap-4">
      <TextField label={t("link")} readOnly value={link} className="font-mono text-sm" onFocus={(event) => event.target.select()} />
      <div className="flex flex-wrap justify-end gap-2">
        <a href={link} target="_blank" rel="noreferrer" className={buttonStyle({ variant: "ghost" })}>
          {t("open")}
        </a>
        <a href={mail} onClick={onTaken} className={buttonStyle({})}>
          <Mail />
          {t("mail")}
        </a>
        <CopyButton text={link} onCopied={onTaken} size="md" variant="primary">
          {t("copy")}
        </CopyButton>
        <Button onClick={onClose}>{t("close")}</Button>
      </div>
    </div>
  );
}
