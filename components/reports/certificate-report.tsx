import { useLocale, useTranslations } from "next-intl";
import { FixTabs } from "@/components/checks/fix-tabs";
import { Part } from "@/components/reports/cause-report";
import type { CertificateView } from "@/lib/operations/reports/certificate-report";
import { formatUtc } from "@/lib/operations/reports/report-words";

/** A certificate that ends soon, for a server administrator: the chain as the server shows it, and how to renew it. */
export function CertificateReport({ certificate }: { certificate: CertificateView }) {
  const t = useTranslations("reports");
  const locale = useLocale();
  return (
    <article className="grid min-w-0 gap-6 print:block">
      <Part title={t("certificate.chain")} text={t("certificate.chain_text")} breaks>
        <ol className="grid gap-2">
          {certificate.chain.map((one) => (
            <li key={one.fingerprintSha256} className="rounded-lg border border-line px-4 py-3">
              <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)] [&>dd]:[overflow-wrap:anywhere] [&>dt]:text-ink-3">
                <dt>{t("certificate.subject")}</dt>
                <dd className="font-medium">
                  <bdi>{one.subject}</bdi>
                </dd>
                <dt>{t("certificate.issuer")}</dt>
                <dd>
                  <bdi>{one.issuer}</bdi>
                </dd>
                <dt>{t("certificate.valid")}</dt>
                <dd>{validityOf(locale, one)}</dd>
                <dt>SHA-256</dt>
                <dd className="font-mono text-sm">{one.fingerprintSha256}</dd>
              </dl>
              {one.fingerprintSha256 === certificate.digest ? <p className="mt-2 font-medium">{t("certificate.first")}</p> : null}
            </li>
          ))}
        </ol>
      </Part>
      <Part title={t("page.fix")} text={t("certificate.fix_text")} breaks>
        <FixTabs fixes={certificate.fixes} isForHost />
      </Part>
    </article>
  );
}

const validityOf = (locale: string, { validFrom, validTo }: CertificateView["chain"][number]): string =>
  [validFrom, validTo].map((instant) => (instant === "" ? "?" : formatUtc(locale, instant))).join(" – ");
