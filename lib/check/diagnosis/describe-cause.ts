import { type CauseCode, hasTrait } from "@/lib/check/causes";
import { CREDENTIAL_NAMES } from "@/lib/check/credential-names";
import { type CauseReason, isKnownReason } from "@/lib/check/diagnosis/reasons";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import { formatUtc } from "@/lib/i18n/date-formats";
import type messages from "@/lib/i18n/messages/en/causes.json";

// Describes a cause for page, report, mail and command line. `t` has the namespace `causes`, from next-intl or use-intl.

type TextValues = Record<string, string | number>;

/** The part of a use-intl translator that is used here. `has` is for keys that may have no message. */
export interface Translate {
  (key: string, values?: TextValues): string;
  has(key: string): boolean;
}

// Typed by the messages, so that a cause or reason without one does not compile.
const titleKey = (code: CauseCode): `titles.${keyof typeof messages.titles}` => `titles.${code}`;
const explanationKey = (code: CauseCode): `explanations.${keyof typeof messages.explanations}` => `explanations.${code}`;
const reasonKey = (reason: CauseReason): `reasons.${keyof typeof messages.reasons}` => `reasons.${reason}`;

/** Parameters of the messages; for a missing detail, the messages select on "none". */
const PARAMETERS = [
  "address",
  "asked",
  "by",
  "contentType",
  "cuts",
  "errors",
  "expected",
  "failed",
  "found",
  "from",
  "host",
  "issuer",
  "late",
  "location",
  "median",
  "method",
  "missing",
  "names",
  "notAfter",
  "notBefore",
  "passed",
  "path",
  "plugin",
  "realm",
  "resets",
  "right",
  "seconds",
  "server",
  "share",
  "silences",
  "slowest",
  "status",
  "to",
  "visitor",
] as const;

const SOFTWARE_DETAILS: ReadonlySet<string> = new Set(["expected", "found", "plugin", "server"]);

const affectsKey = (affects: Cause["affects"]) => (affects.length > 1 ? "both" : (affects[0] ?? "none"));

/** What the cause does; a plugin that closes the API to visitors often lets a key through, which a check without one cannot see. */
const effectKey = ({ code, affects, details }: Cause) =>
  code === "closed_to_visitors" && details["visitor"] === "guest" ? "only_with_key" : affectsKey(affects);

/** Only for languages that differ from English. */
const QUOTES: Readonly<Record<string, readonly [string, string]>> = {
  de: ["„", "“"],
  fr: ["«\u00A0", "\u00A0»"],
};

function quote(locale: string, text: string): string {
  const [before, after] = QUOTES[locale.split("-")[0] ?? ""] ?? ["“", "”"];
  return `${before}${text}${after}`;
}

type PrintInstant = (at: Date) => string;

function printIfInstant(print: PrintInstant, text: string): string {
  const instant = new Date(text);
  return !/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(instant.getTime()) ? text : print(instant);
}

/** Removes control and format characters, which could act on a terminal or change the text direction. */
const clean = (text: string): string => text.replace(/\p{C}/gu, "").slice(0, 300);

/** "10 minutes": in the largest unit that gives a whole number of at least two. */
function formatPause(locale: string, seconds: number): string {
  const unit = ([3600, 60] as const).find((size) => seconds >= 2 * size && seconds % size === 0) ?? 1;
  const name = unit === 3600 ? "hour" : unit === 60 ? "minute" : "second";
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(seconds / unit);
}

function collectValues(t: Translate, locale: string, cause: Cause, blocker: string | null, print: PrintInstant): TextValues {
  const list = (items: readonly string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items.map(clean));
  const details: TextValues = {};
  for (const name of PARAMETERS) {
    const value = cause.details[name];
    if (value === undefined || value === null || value === "") details[name] = "none";
    else if (name === "right") details[name] = nameRight(t, clean(String(value)));
    else if (SOFTWARE_DETAILS.has(name)) details[name] = nameBlocker(t, String(value)) ?? "none";
    else details[name] = typeof value === "number" ? Math.abs(value) : printIfInstant(print, clean(value));
  }
  const pause = cause.details["retryAfterSeconds"];
  return {
    ...details,
    reason: cause.reason ?? "none",
    pause: typeof pause === "number" ? formatPause(locale, pause) : "none",
    methods: cause.methods.length > 0 ? list(cause.methods) : "none",
    methodCount: cause.methods.length,
    userAgents: list(cause.userAgents.map((agent) => quote(locale, agent))),
    userAgentCount: cause.userAgents.length,
    addresses: list(cause.addresses),
    addressCount: cause.addresses.length,
    affects: affectsKey(cause.affects),
    blocker: blocker ?? "",
    // A firewall below HTTP has no product name, so the sentence uses an article.
    blockerKnown: blocker === null ? "no" : cause.blocker === "firewall" ? "firewall" : "yes",
  };
}

/** A resource of Magento with its place in the tree that its administrator sees; other rights as the shop system names them. */
function nameRight(t: Translate, right: string): string {
  const key = right.replace("::", "_");
  return right.includes("::") && t.has(`right.${key}`) ? `${t(`right.${key}`)} (${right})` : right;
}

/** Product name of a software; one without an entry is shown by its code. */
export function nameBlocker(t: Translate, blocker: string | null): string | null {
  if (blocker === null) return null;
  return /^[a-z][a-z0-9_]*$/.test(blocker) && !(blocker in Object.prototype) && t.has(`blockers.${blocker}`)
    ? t(`blockers.${blocker}`)
    : clean(blocker);
}

/** Product name and version of a shop's server as stored ("apache 2.4.71"). */
export function nameServer(t: Translate, kept: string | null): string | null {
  if (!kept) return null;
  const [software = "", ...version] = kept.split(" ");
  return [nameBlocker(t, software), ...version].join(" ");
}

/** The software that answered; null if unknown. */
export const nameAnswerer = (t: Translate, { answeredBy }: Probe): string | null => nameBlocker(t, answeredBy?.software ?? null);

/** Which of our regions see the cause; null if regions do not matter. */
function describeRegions(t: Translate, locale: string, { details }: Cause): string | null {
  const list = (name: string): string[] => (typeof details[name] === "string" ? clean(details[name]).split(", ") : []);
  const print = (items: readonly string[]): string => new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
  const [seen, passes] = [list("seenFrom"), list("passesFrom")];
  if (seen.length === 0) return null;
  if (passes.length === 0) return t("regions.confirmed", { seen: print(seen) });
  return t("regions.only", { seen: print(seen), count: seen.length, passes: print(passes) });
}

/** The first words of a refusal's page whose product is unknown. */
const describeUnknownPage = (t: Translate, { details: { page } }: Cause): string | null =>
  typeof page === "string" ? t("unknown_page", { page: clean(page) }) : null;

/** @param print how its instants are shown: in UTC for readers of a report, who may be in another zone than the server */
export function describeCause(t: Translate, locale: string, cause: Cause, print: PrintInstant = (at) => formatUtc(locale, at)) {
  const blocker = nameBlocker(t, cause.blocker);
  const values = collectValues(t, locale, cause, blocker, print);
  const reason = cause.reason !== null && isKnownReason(cause.reason) ? t(reasonKey(cause.reason), values) : null;
  return {
    title: t(titleKey(cause.code), values),
    effect: t(`effects.${effectKey(cause)}`),
    explanation: t(explanationKey(cause.code), values),
    reason: [reason, describeUnknownPage(t, cause), describeRegions(t, locale, cause)].filter((text) => text !== null).join(" ") || null,
    certainty: t(`certainty.${hasTrait(cause.code, "never_blocks") ? "several" : cause.certainty}`),
    blocker,
  };
}

/** What a check could not test, as a sentence of the namespace `checks`; null if it tested everything. */
export function describeUntested(t: Translate, locale: string, { untested = [] }: Pick<CheckResult, "untested">): string | null {
  if (untested.length === 0) return null;
  const isKey = (name: string): boolean => CREDENTIAL_NAMES.some((one) => one === name);
  const names = [...(untested.some(isKey) ? [t("untested_key")] : []), ...untested.filter((name) => !isKey(name)).map(clean)];
  return t("untested", { names: new Intl.ListFormat(locale, { type: "conjunction" }).format(names) });
}

const isSameRequest = (a: Probe, b: Probe): boolean =>
  a.method === b.method && a.path === b.path && a.userAgent === b.userAgent && a.from === b.from;

/** A check without a cause whose requests failed and passed when repeated, in words of the namespace `checks`; null if none did. */
export function describeRecovered(t: Translate, { causes, probes }: Pick<CheckResult, "causes" | "probes">): string | null {
  if (causes.length > 0) return null;
  // A kept connection may have been closed just before: not the shop's failure.
  const isFailure = ({ passed, failure, status, coldConnection }: Probe): boolean =>
    !passed && ((failure !== null && coldConnection) || (status ?? 0) >= 500);
  const failed = probes.filter(
    (one, index) => isFailure(one) && probes.slice(index).some((later) => later.passed && isSameRequest(later, one)),
  );
  return failed.length === 0 ? null : t("recovered", { failed: failed.length, asked: probes.length });
}
