import { beforeFullStop, cleanText } from "@/lib/base/texts";
import { hasTrait } from "@/lib/check/causes";
import type { FailureAge } from "@/lib/check/compare-checks";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import { formatUtc } from "@/lib/i18n/date-formats";
import type { ReportCause, ReportView } from "@/lib/operations/reports/report-view";

// Texts of a report, shared by page and PDF; `t` translates in the namespace `reports`.

/** A cause from the perspective of the server's operator: "Your server refuses PATCH and DELETE from 2 of our addresses". */
export function titleOfCause(t: Translate, locale: string, { cause, addressCount }: ReportCause): string {
  const methods = new Intl.ListFormat(locale, { type: "conjunction" }).format(cause.methods);
  const detail = (name: string): string => cleanText(String(cause.details[name] ?? "none"));
  return t(`titles.${cause.code}`, {
    methods,
    addresses: addressCount,
    userAgents: cause.userAgents.length,
    path: detail("path"),
    method: detail("method"),
    reason: cause.reason ?? "none",
  });
}

export const nameOfShop = ({ url }: Pick<ReportView, "url">): string => url.replace(/^https?:\/\//, "");

/** A single cause is the report's title; several are counted. */
export function titleOfReport(t: Translate, locale: string, view: ReportView): string {
  const { certificate } = view;
  if (certificate) return t("certificate.title", { host: certificate.host, day: formatUtc(locale, certificate.endsAt) });
  const [only, ...others] = view.causes;
  if (only && others.length === 0) return titleOfCause(t, locale, only);
  return t("page.several", { count: view.causes.length, shop: nameOfShop(view) });
}

/** State of the whole report: fixed only if every cause is proven fixed. */
function stateOf({ causes, certificate, isGreen }: ReportView): "standing" | "fixed" | "hidden" {
  if (isGreen) return "fixed";
  if (certificate) return "standing";
  return causes.some(({ standing }) => standing === "standing") ? "standing" : "hidden";
}

/** Introduction and state of a report, which differ for a certificate. */
export function describeReport(t: Translate, locale: string, view: ReportView, shownName: string) {
  const state = stateOf(view);
  const shop = nameOfShop(view);
  const when = formatUtc(locale, view.checkedAt);
  if (view.certificate)
    return {
      state,
      intro: t("certificate.intro", { shop: beforeFullStop(shop) }),
      title: t(`certificate.${state}`, { day: formatUtc(locale, view.certificate.endsAt) }),
      text: t(`certificate.text.${state}`, { when }),
    };
  const isUnblocked = view.causes.length > 0 && view.causes.every(({ cause }) => hasTrait(cause.code, "never_blocks"));
  const words = isUnblocked ? "page.unblocked" : "page";
  const intro =
    shownName === "" ? t(`${words}.intro_unnamed`, { shop }) : t(`${words}.intro_named`, { shop: beforeFullStop(shop), name: shownName });
  return { state, intro, title: t(state === "standing" ? `${words}.standing` : `page.${state}`), text: t(`page.text.${state}`, { when }) };
}

/** The message that introduces a cause's proof. */
export function proofTextKey({ pass, cause }: Pick<ReportCause, "pass" | "cause">): string {
  const key = pass ? "page.proof_text" : "page.single_text";
  return hasTrait(cause.code, "never_blocks") ? `${key}_unblocked` : key;
}

/** The longest of the ages; null if no cause is open. */
function oldestAge({ causes }: Pick<ReportView, "causes">): FailureAge | null {
  const ages = causes.flatMap(({ age }) => age ?? []);
  return ages.reduce<FailureAge | null>((oldest, age) => (oldest === null || age.failsSince < oldest.failsSince ? age : oldest), null);
}

/** Since when requests are blocked and, if known, when they last passed; null if no cause is open. */
export function describeAge(t: Translate, locale: string, view: Pick<ReportView, "causes">): string | null {
  const age = oldestAge(view);
  if (!age) return null;
  const when = formatUtc(locale, age.failsSince);
  return age.lastPassedAt === null
    ? t("page.since_at_least", { when })
    : t("page.since_worked", { when, until: formatUtc(locale, age.lastPassedAt) });
}
