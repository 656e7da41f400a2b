import { FileDown, Mail } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import type { CertificateReportSource, ReportSource } from "@/components/reports/report-source";
import { useActionOnShop } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/fields";
import { localeOptions, options } from "@/components/ui/select";
import { createCertificateReportAction, createReportAction, listAlikeAction, shareReportAction } from "@/lib/operations/reports/actions";
import { DEFAULT_REPORT_DAYS, MAX_SHOWN_NAME_LENGTH, REPORT_DAYS, reportPath } from "@/lib/operations/reports/link";

/** Mounted on each opening, so it begins with an empty form. */
export function ReportDialog({ source, onClose }: { source: ReportSource | CertificateReportSource; onClose: () => void }) {
  const t = useTranslations("reports.dialog");
  const locale = useLocale();
  const { pending, notice, run } = useActionOnShop();
  const [made, setMade] = useState<{ path: `/r/${string}`; reportId: string; mailTo: string } | null>(null);
  /** The link or the PDF was taken. */
  const [isTaken, setTaken] = useState(false);
  const isOnCertificate = "about" in source;
  const alike = useAlike(source);

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const { mailTo, ...fields } = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const address = submitter?.dataset["only"] === "link" ? "" : (mailTo ?? "");
    const input = { ...source, ...fields, mailTo: address };
    void run(isOnCertificate ? createCertificateReportAction : createReportAction, input, ({ token, reportId }) => {
      setMade({ path: reportPath(token), reportId, mailTo: address });
      return null;
    });
  }

  if (made && made.mailTo !== "")
    return (
      <Dialog open onClose={onClose} title={t("mailed")} description={t("mailed_text", { to: made.mailTo })}>
        <div className="flex justify-end">
          <Button onClick={onClose}>{t("close")}</Button>
        </div>
      </Dialog>
    );
  if (made) {
    const link = `${location.origin}${made.path}`;
    const take = (how: "link" | "pdf") => {
      setTaken(true);
      void run(shareReportAction, { reportId: made.reportId, how });
    };
    return (
      <Dialog open onClose={onClose} holds={isTaken ? undefined : "once"} title={t("done")} description={t("done_text")}>
        <div className="grid gap-4">
          <TextField label={t("link")} readOnly value={link} className="font-mono text-sm" onFocus={(event) => event.target.select()} />
          <div className="flex flex-wrap justify-end gap-2">
            <a href={link} target="_blank" rel="noreferrer" className={buttonStyle({ variant: "ghost" })}>
              {t("open")}
            </a>
            <a href={`${link}/report.pdf`} onClick={() => take("pdf")} className={buttonStyle()}>
              <FileDown />
              {t("pdf")}
            </a>
            <CopyButton text={link} onCopied={() => take("link")} size="md" variant="primary">
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
        <TextField label={t("mail_to")} help={t("mail_to_help")} name="mailTo" type="email" required autoComplete="off" />
        <Checkbox name="reminds" value="true" label={t("reminds")} />
        {alike.length > 0 ? (
          <Checkbox
            name="withAlike"
            value="true"
            label={t("with_alike", { count: alike.length, shops: new Intl.ListFormat(locale).format(alike.slice(0, 5)) })}
          />
        ) : null}
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
          <Button type="submit" data-only="link" formNoValidate disabled={pending !== null}>
            {t("make")}
          </Button>
          <Button type="submit" variant="primary" pending={pending !== null} icon={<Mail />}>
            {t("send_mail")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Names of the merchant's other shops at this host that have the same problem. */
function useAlike(source: ReportSource | CertificateReportSource): readonly string[] {
  const { merchantId, integrationId } = useShopIds();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    if ("about" in source) return;
    const { checkId, causeIndexes } = source;
    // Without an answer, the report is about this shop alone.
    void listAlikeAction(merchantId, { integrationId, checkId, causeIndexes }).then(
      (result) => result.ok && setNames(result.value.map(({ name }) => name)),
      () => {},
    );
  }, [merchantId, integrationId, source]);
  return names;
}
