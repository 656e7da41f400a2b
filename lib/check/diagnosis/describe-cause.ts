import { isKnownReason } from "@/lib/check/diagnosis/reasons";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { MOMENT } from "@/lib/i18n/date-formats";

// A cause in words. Page, report, mail and command line call this one function with a translator of the namespace `causes`
// (next-intl's `useTranslations("causes")`, or use-intl's `createTranslator({ locale, messages, namespace: "causes" })`).

export type TextValues = Record<string, string | number>;

/** What every translator of use-intl can do. `has` is asked only for names that come from outside. */
export interface Translate {
  (key: string, values?: TextValues): string;
  has(key: string): boolean;
}

export interface CauseWords {
  title: string;
  /** What it stands in the way of; told before the explanation. */
  effect: string;
  explanation: string;
  /** The refinement in words, or null when the cause has none that has words. */
  reason: string | null;
  certainty: string;
  /** Name of the blocking software, or null. */
  blocker: string | null;
}

/** Parameters that some message uses; what the cause does not carry is "none", which the messages tell in words of their own. */
const PARAMETERS = [
  "address",
  "contentType",
  "expected",
  "failed",
  "found",
  "host",
  "issuer",
  "location",
  "missing",
  "names",
  "notAfter",
  "notBefore",
  "passed",
  "path",
  "plugin",
  "realm",
  "right",
  "seconds",
  "server",
  "status",
] as const;

/** Details that hold the code of a shop system or a plugin. */
const NAMES_OF_SOFTWARE: ReadonlySet<string> = new Set(["expected", "found", "plugin"]);

const affectsKey = (affects: Cause["affects"]) => (affects.length > 1 ? "both" : (affects[0] ?? "none"));

/** Before and after what is quoted, in each language that quotes otherwise than English. */
const QUOTES: Readonly<Record<string, readonly [string, string]>> = {
  de: ["„", "“"],
  fr: ["«\u00A0", "\u00A0»"],
};

function quote(locale: string, text: string): string {
  const [before, after] = QUOTES[locale.split("-")[0] ?? ""] ?? ["“", "”"];
  return `${before}${text}${after}`;
}

/** Instants are told in UTC: the reader of a report sits in another zone than the server. */
function tellInstant(locale: string, text: string): string {
  const instant = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(instant.getTime())) return text;
  return `${new Intl.DateTimeFormat(locale, { ...MOMENT, timeZone: "UTC" }).format(instant)} UTC`;
}

/** Isolates text of the shop from the direction of the sentence around it and removes what no terminal or page should get. */
const clean = (text: string): string => text.replace(/\p{C}/gu, "").slice(0, 300);

/** "10 minutes": whole ones in the largest unit of which there are at least two, so that nothing is lost. */
function tellPause(locale: string, seconds: number): string {
  const unit = ([3600, 60] as const).find((size) => seconds >= 2 * size && seconds % size === 0) ?? 1;
  const name = unit === 3600 ? "hour" : unit === 60 ? "minute" : "second";
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(seconds / unit);
}

function collectValues(t: Translate, locale: string, cause: Cause, blocker: string | null): TextValues {
  const list = (items: readonly string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items.map(clean));
  const details: TextValues = {};
  for (const name of PARAMETERS) {
    const value = cause.details[name];
    if (value === undefined || value === null || value === "") details[name] = "none";
    else if (NAMES_OF_SOFTWARE.has(name)) details[name] = nameBlocker(t, String(value)) ?? "none";
    else details[name] = typeof value === "number" ? Math.abs(value) : tellInstant(locale, clean(value));
  }
  const pause = cause.details["retryAfterSeconds"];
  return {
    ...details,
    reason: cause.reason ?? "none",
    pause: typeof pause === "number" ? tellPause(locale, pause) : "none",
    methods: cause.methods.length > 0 ? list(cause.methods) : "none",
    methodCount: cause.methods.length,
    userAgents: list(cause.userAgents.map((agent) => quote(locale, agent))),
    userAgentCount: cause.userAgents.length,
    addresses: list(cause.addresses),
    addressCount: cause.addresses.length,
    affects: affectsKey(cause.affects),
    blocker: blocker ?? "",
    // A firewall below HTTP has no name: the sentence says what it is, with an article.
    blockerKnown: blocker === null ? "no" : cause.blocker === "firewall" ? "firewall" : "yes",
  };
}

/** Name of a blocking software as people know it; what has no entry is shown as the code it came with. */
export function nameBlocker(t: Translate, blocker: string | null): string | null {
  if (blocker === null) return null;
  return /^[a-z][a-z0-9_]*$/.test(blocker) && !(blocker in Object.prototype) && t.has(`blockers.${blocker}`)
    ? t(`blockers.${blocker}`)
    : clean(blocker);
}

/** The shop's server as a check kept it ("apache 2.4.71"), by the name that people know. */
export function nameServer(t: Translate, kept: string | null): string | null {
  if (!kept) return null;
  const [software = "", ...version] = kept.split(" ");
  return [nameBlocker(t, software), ...version].join(" ");
}

/** The software that answered; results stored before it was kept tell it by the header alone. */
export const nameAnswerer = (t: Translate, { answeredBy, answer }: Probe): string | null =>
  answeredBy === undefined ? (answer?.headers["server"] ?? null) : nameBlocker(t, answeredBy?.software ?? null);

/** Puts a cause into words. Pure; never throws for a cause that its schema accepts. */
export function describeCause(t: Translate, locale: string, cause: Cause): CauseWords {
  const blocker = nameBlocker(t, cause.blocker);
  const values = collectValues(t, locale, cause, blocker);
  return {
    title: t(`titles.${cause.code}`, values),
    effect: t(`effects.${affectsKey(cause.affects)}`),
    explanation: t(`explanations.${cause.code}`, values),
    reason: cause.reason !== null && isKnownReason(cause.reason) ? t(`reasons.${cause.reason}`, values) : null,
    certainty: t(`certainty.${cause.certainty}`),
    blocker,
  };
}

/** What a check could not try, as a sentence of the namespace `checks`; null where it tried everything. */
export function describeUntested(t: Translate, locale: string, { untested = [] }: Pick<CheckResult, "untested">): string | null {
  if (untested.length === 0) return null;
  return t("untested", { names: new Intl.ListFormat(locale, { type: "conjunction" }).format(untested.map(clean)) });
}
