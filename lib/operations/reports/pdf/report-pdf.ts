import type { CauseCode } from "@/lib/check/causes";
import { describeCause, nameAnswerer, nameServer, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { failedPairKey } from "@/lib/check/failed-pair-key";
import type { Probe } from "@/lib/check/result";
import { formatUtc } from "@/lib/i18n/date-formats";
import type { CertificateView } from "@/lib/operations/reports/certificate-report";
import { Sheet } from "@/lib/operations/reports/pdf/sheet";
import type { ReportCause, ReportView } from "@/lib/operations/reports/report-view";
import { describeAge, describeReport, nameOfShop, proofTextKey, titleOfCause, titleOfReport } from "@/lib/operations/reports/report-words";

export interface ReportTranslators {
  reports: Translate;
  causes: Translate;
  fixes: Translate;
  checks: Translate;
}

export interface ReportPdfInput {
  view: ReportView;
  made: { shownName: string; createdAt: Date; expiresAt: Date };
  locale: string;
  words: ReportTranslators;
}

const COLOURS = { standing: "action_needed", fixed: "healthy", hidden: "recovering" } as const;

/** The report page as a tagged A4 document with embedded fonts. Prints the fix for the detected server. */
export async function makeReportPdf({ view, made, locale, words }: ReportPdfInput): Promise<Uint8Array<ArrayBuffer>> {
  const t = words.reports;
  const title = titleOfReport(t, locale, view);
  const subject = t(view.certificate ? "certificate.subject_of_pdf" : "pdf.subject");
  const sheet = await Sheet.open({ title, subject, lang: locale });
  const { state, intro, title: notice, text } = describeReport(t, locale, view, made.shownName);
  sheet.text(t("page.title"), { size: 8.5, colour: "quiet", below: 2 });
  sheet.heading(title, 1);
  sheet.text(intro, { below: 8 });
  sheet.notice(notice, view.certificate ? text : `${text}\n${t("pdf.live")}`, COLOURS[state]);
  sheet.facts(factsOf({ view, made, locale, words }));
  if (view.certificate) writeCertificate(sheet, view.certificate, { locale, words });
  for (const cause of view.causes) writeCause(sheet, cause, { locale, words, titled: view.causes.length > 1 });
  const note = t("page.note", { until: formatUtc(locale, made.expiresAt) });
  return sheet.end((page, pages) => `${t("pdf.page", { page, pages })} · ${note}`);
}

/** Height of a heading with its sentence and command, which stay on one page. */
const CURL_POINTS = 130;

function factsOf({ view, made, locale, words: { reports: t, causes } }: ReportPdfInput): [string, string][] {
  const effects = [...new Set(view.causes.map(({ cause }) => describeCause(causes, locale, cause).effect))];
  const facts: [string, string | null][] = [
    [t("page.shop"), nameOfShop(view)],
    [t("page.server"), nameServer(causes, view.server)],
    [t("page.since"), describeAge(t, locale, view)],
    [t("page.effect"), view.certificate ? t("certificate.effect") : effects.join(" ")],
    [t("page.asked_by"), made.shownName === "" ? null : made.shownName],
    [t("page.made"), formatUtc(locale, made.createdAt)],
    [t("page.valid_until"), formatUtc(locale, made.expiresAt)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function writeCause(
  sheet: Sheet,
  report: ReportCause,
  { locale, words, titled }: Pick<ReportPdfInput, "locale" | "words"> & { titled: boolean },
): void {
  const t = words.reports;
  const { cause, pass, fail, standing, logLines, curl, fixes } = report;
  const description = describeCause(words.causes, locale, cause);
  if (titled) sheet.heading(titleOfCause(t, locale, report), 2);
  if (titled && standing !== "standing") sheet.text(t(standing === "fixed" ? "page.cause_fixed" : "page.cause_hidden"), { face: "strong" });
  sheet.text([description.explanation, description.reason].filter((part) => part !== null).join(" "));
  if (fail) {
    sheet.heading(t("page.proof"), 3);
    sheet.text(t(proofTextKey(report)), { colour: "quiet" });
    sheet.boxes(boxesOf(cause.code, pass, fail, words));
  }
  if (logLines.length > 0) {
    sheet.heading(t("page.log"), 3);
    sheet.text(t("page.log_text"), { colour: "quiet" });
    for (const { title, command } of logLines) sheet.code(command, words.fixes(title.key, title.values));
  }
  if (curl !== null) {
    sheet.keep(CURL_POINTS);
    sheet.heading(t("page.curl"), 3);
    sheet.text(t("page.curl_text"), { colour: "quiet" });
    sheet.code(curl, "");
  }
  writeFix(sheet, fixes, words);
}

function writeCertificate(
  sheet: Sheet,
  { chain, digest, fixes }: CertificateView,
  { locale, words }: Pick<ReportPdfInput, "locale" | "words">,
): void {
  const t = words.reports;
  sheet.heading(t("certificate.chain"), 3);
  sheet.text(t("certificate.chain_text"), { colour: "quiet" });
  for (const one of chain) {
    const valid = [one.validFrom, one.validTo].map((instant) => (instant === "" ? "?" : formatUtc(locale, instant))).join(" – ");
    sheet.facts([
      [t("certificate.subject"), one.subject],
      [t("certificate.issuer"), one.issuer],
      [t("certificate.valid"), valid],
      ["SHA-256", one.fingerprintSha256],
    ]);
    if (one.fingerprintSha256 === digest) sheet.text(t("certificate.first"), { face: "strong" });
  }
  writeFix(sheet, fixes, words);
}

function writeFix(sheet: Sheet, fixes: readonly Fix[], words: ReportTranslators): void {
  const t = words.reports;
  const [first, ...others] = fixes;
  if (!first) return;
  const fix = describeFix(words.fixes, first);
  sheet.heading(t("pdf.fix", { software: fix.software }), 3);
  sheet.text(fix.minutes, { colour: "quiet" });
  if (fix.cannotBeSkipped !== null) sheet.text(fix.cannotBeSkipped, { colour: "recovering" });
  for (const [index, step] of fix.steps.entries()) sheet.text(`${index + 1}. ${step}`, { below: 2 });
  sheet.space(4);
  for (const { title, place, file, code, replaces } of fix.snippets) {
    sheet.text(title, { below: 2 });
    if (replaces !== null) sheet.code(replaces, words.checks("fix.instead_of"));
    sheet.code(code, [place, file].filter((part) => part !== null).join(" · "));
  }
  for (const warning of fix.warnings) sheet.text(warning, { colour: "recovering" });
  if (others.length > 0) sheet.text(t("pdf.others"), { colour: "quiet", size: 8.5 });
}

/** The passing and the failing request side by side, with the difference marked. */
function titleOfFailed(code: CauseCode, { checks, reports }: Pick<ReportTranslators, "checks" | "reports">): string {
  const key = failedPairKey(code);
  return key === "fail" ? reports("pdf.refused") : checks(`pair.${key}`);
}

function boxesOf(code: CauseCode, pass: Probe | null, fail: Probe, { checks, reports, causes }: ReportTranslators) {
  const parts = (probe: Probe): [string, string][] => [
    [checks("pair.method"), probe.method],
    [checks("pair.path"), probe.path],
    [checks("pair.user_agent"), probe.userAgent === "" ? "–" : probe.userAgent],
    [checks("pair.from"), probe.from ?? checks("pair.default_route")],
  ];
  const answer = (probe: Probe): string => {
    if (probe.status === null) return describeFailure(checks, probe);
    const name = nameAnswerer(causes, probe);
    return `${probe.status} ${checks(`probe.reached.${probe.reached}`)}${name ? ` (${name})` : ""}`;
  };
  return [pass, fail].flatMap((probe) => {
    if (!probe) return [];
    const other = probe === pass ? fail : pass;
    const rows = parts(probe).map(([name, value], index) => ({
      name,
      value,
      marked: other !== null && parts(other)[index]?.[1] !== value,
    }));
    return [
      {
        title: probe === pass ? reports("pdf.passed") : titleOfFailed(code, { checks, reports }),
        colour: probe === pass ? ("healthy" as const) : ("action_needed" as const),
        rows: [...rows, { name: checks("pair.answer"), value: answer(probe), marked: false }],
      },
    ];
  });
}
