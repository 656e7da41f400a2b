import { arrangeMatrix } from "@/lib/check/matrix";
import type { CheckResult, Probe } from "@/lib/check/result";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { stripAddress, stripCause } from "@/lib/operations/reports/strip";

/** Headers that identify software or give instructions; none contains personal data or credentials. */
const TELLING_HEADERS: readonly string[] = [
  "server",
  "via",
  "x-powered-by",
  "x-cache",
  "cf-ray",
  "cf-mitigated",
  "x-sucuri-id",
  "x-varnish",
  "retry-after",
  "content-type",
  "allow",
  "location",
  "www-authenticate",
];

/** A request and its outcome: allow-listed headers and the size of the response, never its body. */
function stripProbe(probe: Probe) {
  const headers = Object.entries(probe.answer?.headers ?? {}).filter(([name]) => TELLING_HEADERS.includes(name.toLowerCase()));
  return {
    ...probe,
    path: stripAddress(probe.path),
    ...(probe.answeredBy ? { answeredBy: { software: probe.answeredBy.software } } : {}),
    answer: probe.answer && {
      headers: Object.fromEntries(headers.map(([name, value]) => [name, stripAddress(value)])),
      bodyBytes: probe.answer.bodyBytes,
    },
  };
}

/** A result for the evidence pack: causes with their pairs, the request matrix, every request. */
export function stripResult(result: CheckResult, shopSystem: ShopSystem) {
  const probes = result.probes.map(stripProbe);
  const find = (id: string | null) => probes.find((probe) => probe.id === id) ?? null;
  const { columns, rows } = arrangeMatrix(result.probes, userAgents(shopSystem));
  return {
    url: stripAddress(result.url),
    effectiveUrl: result.effectiveUrl && stripAddress(result.effectiveUrl),
    shopSystem: result.shopSystem,
    verdict: result.verdict,
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    requests: result.requests,
    server: { software: result.server.software, version: result.server.version },
    causes: result.causes.map((cause) => ({
      ...stripCause(cause),
      pair: { passed: find(cause.evidence.pass), refused: find(cause.evidence.fail) },
    })),
    matrix: {
      columns: columns.map(({ from, userAgent }) => ({ from, userAgent })),
      rows: rows.map(({ method, cells }) => ({
        method,
        cells: cells.map(({ probe }) => (probe ? { passed: probe.passed, status: probe.status, probe: probe.id } : null)),
      })),
    },
    probes,
  };
}

// Second safeguard of an evidence pack, after the selection of fields: masks everything that looks like a credential or e-mail address.

/** Words around an @ with a dotted name. A pattern for the whole address would try each letter before the @. */
const maskEmails = (text: string): string =>
  text.replace(/[\p{L}\p{N}._%+@-]+/gu, (word) => {
    const at = word.indexOf("@", 1);
    return at > 0 && word.slice(at, -1).includes(".") ? `***@***${word.endsWith(".") ? "." : ""}` : word;
  });

const RULES: readonly (readonly [pattern: RegExp, masked: string])[] = [
  [/\b(?:ck|cs)_[0-9A-Za-z]{8,}/g, "***"],
  [/\bshp(?:at|ca|pa|ss)_[0-9A-Za-z]{8,}/g, "***"],
  [/\b(Bearer|Basic|OAuth)\s{1,20}[0-9A-Za-z+/=._~-]{8,}/gi, "$1 ***"],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, "***"],
];

/** Masks e-mail addresses, shop systems' keys, authorization values, and secrets in URLs. */
function maskText(text: string): string {
  const stripped = /^[a-z][a-z0-9+.-]*:\/\/|^\/[^ ]*\?/i.test(text) ? stripAddress(text) : text;
  return RULES.reduce((masked, [pattern, put]) => masked.replace(pattern, put), maskEmails(stripped));
}

/** `maskText` for every string in plain data, including field names. */
export function maskData(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(maskData);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [maskText(name), maskData(inner)]));
}
