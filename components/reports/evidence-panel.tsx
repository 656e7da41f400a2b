import { Archive } from "lucide-react";
import { useTranslations } from "next-intl";
import { FileLink } from "@/components/ui/file-link";
import { Panel } from "@/components/ui/panel";

/** Link to the evidence pack; a plain link, since the response is a file. */
export function EvidencePanel({ merchantId, integrationId }: { merchantId: string; integrationId: string }) {
  const t = useTranslations("reports.evidence");
  return (
    <Panel title={t("title")} id="evidence">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-[64ch] flex-1 basis-72 text-ink-2">{t("text")}</p>
        <FileLink href={`/m/${merchantId}/integrations/${integrationId}/evidence`}>
          <Archive />
          {t("download")}
        </FileLink>
      </div>
    </Panel>
  );
}
