import "server-only";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { CAUSE_CODES } from "@/lib/check/causes";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { type Code, type CodeKind, type CsvStyle, csvFormOf, RAW_STYLE } from "@/lib/infra/print-csv";

/** Message of a code, by its kind. */
const KEYS: Readonly<Record<Exclude<CodeKind, "cause" | "effect" | "entry">, string>> = {
  state: "states.word",
  lane: "sync.lane",
  actor: "exports.actor",
  action: "audit.action",
  order_status: "states.order",
  parcel: "orders.list.tracking_is",
};

const IS_INSTANT = /(?:^|_)at(?:_utc)?$/;

/** Sortable, and a date for spreadsheets in every language; the heading names the zone. */
const printInstant = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone });
  return (at: Date): string => format.format(at);
};

/** In the reader's words and time zone, or with `?format=raw` for programs. */
export async function readCsvStyle(request: Request): Promise<CsvStyle> {
  if (new URL(request.url).searchParams.get("format") === "raw") return RAW_STYLE;
  const [locale, timeZone, translate, causes] = await Promise.all([
    getLocale(),
    getTimeZone(),
    getTranslations(),
    getTranslations("causes"),
  ]);
  const t = anyKey(translate);
  const sayOr = (key: string, otherwise: string): string => (/^[\w.-]+$/.test(key) && t.has(key) ? t(key) : otherwise);
  /** Without the cause or direction, which has a column of its own. */
  const nameEntry = (code: string): string => {
    const key = `incidents.entry.${code}` as const;
    const said =
      /^\w+$/.test(code) && t.has(key) ? translate.markup(key as "incidents.entry.cause_found", { cause: () => "", lane: "" }) : code;
    return said.trim().replace(/:$/, "").trim();
  };
  const word = ({ kind, code }: Code): string => {
    if (kind === "cause") {
      const known = CAUSE_CODES.find((cause) => cause === code);
      return known ? nameCause(anyKey(causes), known) : code;
    }
    if (kind === "effect") {
      const [lane = "", effect = ""] = code.split(" ");
      return sayOr(`incidents.was.${effect}.${lane}`, code);
    }
    if (kind === "entry") return nameEntry(code);
    return sayOr(`${KEYS[kind]}.${code}`, code);
  };
  const say = (value: unknown): string => {
    if (typeof value === "boolean") return t(value ? "audit.yes" : "audit.no");
    return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
  };
  return {
    ...csvFormOf(locale),
    heading: (column) => {
      const name = sayOr(`exports.columns.${column}`, column);
      return IS_INSTANT.test(column) ? `${name} (${timeZone.replaceAll("_", " ")})` : name;
    },
    instant: printInstant(timeZone),
    word,
    fields: (values) =>
      Object.entries(values)
        .map(([name, value]) => t("exports.field", { name: sayOr(`audit.field.${name}`, name), value: say(value) }))
        .join("; "),
    number: (value) => (Number.isInteger(value) ? String(value) : value.toFixed(2)),
  };
}
