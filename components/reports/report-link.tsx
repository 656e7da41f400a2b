"use client";

import { Mail } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { CopyButton } from "@/components/ui/copy-button";
import { TextField } from "@/components/ui/fields";

interface LinkProps {
  link: string;
  shop: string;
  isOnCertificate: boolean;
  /** The link was copied or put into a mail. */
  onTaken: () => void;
  onClose: () => void;
}

/** The created link and ways to share it. */
export function ReportLink({ link, shop, isOnCertificate, onTaken, onClose }: LinkProps) {
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
