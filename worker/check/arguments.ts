import { parseArgs } from "node:util";
import { ok, type Result, refuse } from "@/lib/base/result";
import { DEFAULT_TIMEOUTS, type Timeouts } from "@/lib/connectors/net/connect";
import { parseTarget, type TargetProblem } from "@/lib/connectors/net/target";
import { isShopSystem, SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import { isLocale, LOCALES, type Locale } from "@/lib/i18n/locales";

/** Command-line options, documented by `--help`. */
export interface CheckArguments {
  url: string;
  shopSystem: ShopSystem | null;
  json: boolean;
  language: Locale;
  credentialsFile: string | null;
  budget: number | null;
  /** Limit of each phase of a request, in milliseconds; see `limitPhases`. */
  timeoutMs: number | null;
}

export type Invocation = { kind: "help" } | { kind: "check"; arguments: CheckArguments };

const OPTIONS = {
  "shop-system": { type: "string" },
  json: { type: "boolean", default: false },
  language: { type: "string", default: "en" },
  "credentials-file": { type: "string" },
  budget: { type: "string" },
  "timeout-ms": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function readNumber(name: string, text: string | undefined, min: number, max: number): Result<number | null, string> {
  if (text === undefined) return ok(null);
  const value = Number(text);
  return Number.isInteger(value) && value >= min && value <= max
    ? ok(value)
    : refuse(`--${name} must be a whole number from ${min} to ${max}`);
}

/** Messages for invalid URLs. Any other failure to connect is a result of the check. */
const NO_ADDRESS: Partial<Record<TargetProblem, string>> = {
  empty: "the address of the shop is empty",
  too_long: "the address of the shop is too long",
  scheme_missing: "the address of the shop must begin with https:// or http://",
  not_an_address: "the address of the shop cannot be read",
};

/** The same limit for every phase, except that reading the whole response may take half as long again as its first byte. */
export const limitPhases = (timeoutMs: number): Timeouts => ({
  dnsMs: Math.min(DEFAULT_TIMEOUTS.dnsMs, timeoutMs),
  connectMs: Math.min(DEFAULT_TIMEOUTS.connectMs, timeoutMs),
  tlsMs: Math.min(DEFAULT_TIMEOUTS.tlsMs, timeoutMs),
  firstByteMs: timeoutMs,
  answerMs: Math.round(timeoutMs * (DEFAULT_TIMEOUTS.answerMs / DEFAULT_TIMEOUTS.firstByteMs)),
});

/** Parses the arguments; a refusal is a one-line message. */
export function readArguments(argv: readonly string[]): Result<Invocation, string> {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return refuse(error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unreadable arguments");
  }
  const { values, positionals } = parsed;
  if (values.help) return ok({ kind: "help" });
  const [url, ...more] = positionals;
  if (url === undefined) return refuse("the address of the shop is missing");
  if (more.length > 0) return refuse(`one address at a time: ${more[0]} is one too many`);
  const target = parseTarget(url);
  const problem = target.ok ? undefined : NO_ADDRESS[target.reason];
  if (problem !== undefined) return refuse(problem);
  const { "shop-system": shopSystem, language } = values;
  if (shopSystem !== undefined && !isShopSystem(shopSystem)) return refuse(`--shop-system must be one of ${SHOP_SYSTEMS.join(", ")}`);
  if (!isLocale(language)) return refuse(`--language must be one of ${LOCALES.join(", ")}`);
  const budget = readNumber("budget", values.budget, 1, 200);
  if (!budget.ok) return budget;
  const timeoutMs = readNumber("timeout-ms", values["timeout-ms"], 50, 30_000);
  if (!timeoutMs.ok) return timeoutMs;
  return ok({
    kind: "check",
    arguments: {
      url,
      shopSystem: shopSystem ?? null,
      json: values.json,
      language,
      credentialsFile: values["credentials-file"] ?? null,
      budget: budget.value,
      timeoutMs: timeoutMs.value,
    },
  });
}
