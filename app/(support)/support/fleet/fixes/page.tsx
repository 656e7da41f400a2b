import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Weeks } from "@/app/(support)/support/fleet/fixes/weeks";
import { useDuration } from "@/components/incidents/use-duration";
import { PastTime } from "@/components/sync/past-time";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { nameBlocker } from "@/lib/check/diagnosis/describe-cause";
import { nameFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { softwareOfRecipe } from "@/lib/check/diagnosis/fixes/recipe";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadWeeks } from "@/lib/operations/fleet/loaders";
import { type FixRecord, isFailing, type OtherFix } from "@/lib/operations/learning/data";
import { loadFixRecords } from "@/lib/operations/learning/loaders";
import { type DiagnosisRecord, isDoubtful } from "@/lib/support/outcomes/data";
import { loadDiagnosisRecords } from "@/lib/support/outcomes/loaders";

export const generateMetadata = pageTitle("fleet.fixes", "title");

/** What merchants say about our fixes, those that fail first. */
export default async function FixesPage() {
  const [{ records, others }, diagnoses, weeks, t] = await Promise.all([
    loadFixRecords(),
    loadDiagnosisRecords(),
    loadWeeks(),
    getTranslations("fleet.fixes"),
  ]);
  return (
    <ClientMessages namespaces={["states"]}>
      <div className="grid min-w-0 gap-8">
        <PageHeader className="mb-0" title={t("title")} description={t("lead")} />
        {records.length === 0 ? <p className="text-ink-2">{t("none")}</p> : <Records records={records} />}
        {diagnoses.length > 0 ? <Diagnoses records={diagnoses} /> : null}
        {others.length > 0 ? <Others others={others} /> : null}
        <Weeks counts={weeks} />
      </div>
    </ClientMessages>
  );
}

function Records({ records }: { records: readonly FixRecord[] }) {
  const t = useTranslations("fleet.fixes");
  const causes = anyKey(useTranslations("causes"));
  const fixes = anyKey(useTranslations("fixes"));
  const duration = useDuration();
  return (
    <Table label={t("title")} columns={[t("cause"), t("blocker"), t("fix"), t("passed"), t("median")]}>
      {records.map((record) => {
        const { cause, blocker, recipe, medianMs } = record;
        return (
          <TableRow key={`${cause} ${blocker} ${recipe}`}>
            <TableCell>{nameCause(causes, cause)}</TableCell>
            <TableCell>{nameBlocker(causes, blocker) ?? t("unknown")}</TableCell>
            <TableCell>{nameFix(fixes, { id: recipe, software: softwareOfRecipe(recipe) })}</TableCell>
            <TableCell className="tabular-nums">
              {t("of", { passed: record.passed, shops: record.shops })}{" "}
              {isFailing(record) ? <Badge tone="action_needed">{t("fails")}</Badge> : null}
            </TableCell>
            <TableCell className="tabular-nums">{medianMs === null ? "–" : duration(medianMs)}</TableCell>
          </TableRow>
        );
      })}
    </Table>
  );
}

/** How often support found what we had diagnosed. */
function Diagnoses({ records }: { records: readonly DiagnosisRecord[] }) {
  const t = useTranslations("fleet.fixes");
  const outcome = useTranslations("threads.outcome");
  const format = useFormatter();
  const causes = anyKey(useTranslations("causes"));
  return (
    <Section title={t("diagnoses")}>
      <Table label={t("diagnoses")} columns={[t("cause"), t("confirmed"), t("instead"), outcome("solved_by")]}>
        {records.map((record) => (
          <TableRow key={record.cause}>
            <TableCell>{nameCause(causes, record.cause)}</TableCell>
            <TableCell className="tabular-nums">
              {t("confirmed_of", { confirmed: record.confirmed, total: record.total })}{" "}
              {isDoubtful(record) ? <Badge tone="action_needed">{t("fails")}</Badge> : null}
            </TableCell>
            <TableCell>{format.list(record.instead.map((code) => nameCause(causes, code))) || "–"}</TableCell>
            <TableCell>{outcome(`solver.${record.solvedBy}`)}</TableCell>
          </TableRow>
        ))}
      </Table>
    </Section>
  );
}

function Others({ others }: { others: readonly OtherFix[] }) {
  const t = useTranslations("fleet.fixes");
  const causes = anyKey(useTranslations("causes"));
  return (
    <Section title={t("others")}>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {others.map(({ merchantId, integrationId, shop, cause, text, at }) => (
          <li key={`${integrationId} ${cause} ${at.toISOString()}`} className="grid gap-1 px-4 py-3">
            <p className="whitespace-pre-line [overflow-wrap:anywhere]">{text}</p>
            <p className="text-ink-3 text-sm">
              {nameCause(causes, cause)}
              {" · "}
              <TextLink href={route(`/support/merchants/${merchantId}?to=/m/${merchantId}/integrations/${integrationId}/diagnosis`)}>
                <bdi>{shop}</bdi>
              </TextLink>
              {" · "}
              <PastTime at={at} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
