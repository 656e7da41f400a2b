import { z } from "zod";
import { parseJson } from "@/lib/base/parse-json";
import { type EgressRoute, parseEgressRoute } from "@/lib/infra/egress-routes";
import { parseNetwork } from "@/lib/infra/trusted-proxies";

// The only place that reads the environment. docs/environment.md documents each variable.
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

const databaseAddress = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must be an address such as postgresql://user:password@host:5432/name",
});
/** A source address, local or behind a proxy. */
function readRoute(text: string, context: z.RefinementCtx): EgressRoute[] {
  const route = parseEgressRoute(text);
  if (route.ok) return [route.value];
  context.addIssue({ code: "custom", message: route.reason });
  return [];
}

export const isLoopback = (hostname: string): boolean => /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname);

/** https, or plain http on loopback: the client secret and identities are sent there. */
const isIssuerAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  return search === "" && hash === "" && (protocol === "https:" || isLoopback(hostname));
};

/** Whether a connection stays on this host, or is encrypted and verifies the server. */
function isEncryptedDatabase(address: string): boolean {
  const { hostname, searchParams } = new URL(address);
  const host = searchParams.get("host") ?? hostname;
  const isLocal = host === "" || host.startsWith("/") || host.startsWith("%2F") || isLoopback(host);
  return isLocal || ["require", "verify-ca", "verify-full"].includes(searchParams.get("sslmode") ?? "");
}

/** Whether the URL leaves it to us to require TLS (lib/infra/mail/send-mail.ts). */
function mayDemandTls(address: string): boolean {
  const { hostname, searchParams } = new URL(address);
  const isOff = searchParams.get("ignoreTLS") === "true" || searchParams.get("tls.rejectUnauthorized") === "false";
  return isLoopback(hostname) || !isOff;
}

const demoGuide = z.object({
  shopName: z.string(),
  shopUrl: z.url(),
  panelUrl: z.url(),
  spare: z.object({ url: z.url(), consumerKey: z.string(), consumerSecret: z.string() }),
});

function readKey(entry: string): { id: string; bytes: Buffer } {
  const [id = "", encoded = ""] = entry.trim().split(":");
  return { id, bytes: Buffer.from(encoded, "base64") };
}

const variables = z.object({
  DATABASE_URL: databaseAddress.optional(),
  MIGRATE_DATABASE_URL: databaseAddress.optional(),
  DATABASE_DIRECT_URL: databaseAddress.optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).default(10),
  DATABASE_TIMEOUT_SECONDS: z.coerce.number().int().min(1).default(15),
  NEXTAUTH_SECRET: z
    .string()
    .refine((text) => Buffer.byteLength(text) >= 32, { error: "must have at least 32 bytes: draw one with `openssl rand -base64 32`" })
    .optional(),
  NEXTAUTH_SECRET_PREVIOUS: list,
  NEXTAUTH_URL: z.url().optional(),
  SESSION_IDLE_DAYS: z.coerce.number().positive().max(365).default(14),
  SESSION_DAYS: z.coerce.number().positive().max(365).default(30),
  STAFF_SESSION_IDLE_MINUTES: z.coerce.number().positive().max(1440).default(60),
  STAFF_SECOND_FACTOR_FROM: z.coerce.date().default(new Date(0)),
  STAFF_SESSION_HOURS: z.coerce.number().positive().max(168).default(10),
  TRUSTED_PROXIES: list.transform((texts, context) =>
    texts.flatMap((text) => {
      const network = parseNetwork(text);
      if (network) return [network];
      context.addIssue({ code: "custom", message: `must be networks such as 10.0.0.0/8; "${text}" is not one` });
      return [];
    }),
  ),
  CREDENTIALS_KEYS: z
    .string()
    .transform((text) => text.split(",").map(readKey))
    .refine((keys) => keys.every(({ id, bytes }) => id !== "" && bytes.length === 32), {
      error: "must be id:base64 of 32 bytes, separated by commas",
    })
    .optional(),
  EGRESS_ADDRESSES: list.transform((texts, context) => texts.flatMap((text) => readRoute(text, context))),
  CONTROL_ADDRESS: z
    .string()
    .transform((text, context) => readRoute(text, context)[0])
    .optional(),
  EGRESS_REFERENCE: z.url({ protocol: /^https?$/ }).optional(),
  PROBE_ALLOW_NETWORKS: list,
  DEMO_TARGETS: list,
  DEMO_PORT_BASE: z.coerce.number().int().min(1024).max(65_000).default(4600),
  DEMO_FOLDER: z.string().optional(),
  DEMO_LATENCY_MS: z.coerce.number().int().min(0).max(10_000).default(0),
  DEMO_GUIDE: z.string().transform(parseJson).pipe(demoGuide).optional(),
  DEMO_PASSWORD: z.string().min(12).optional(),
  DEMO_PUBLIC: z.stringbool().default(false),
  DEMO_PUBLIC_CONFIRMED: z.stringbool().default(false),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default("Mooring <mooring@localhost>"),
  SUPPORT_MAIL: z.email().optional(),
  SUPPORT_MAIL_SECRET: z.string().min(16).optional(),
  SECURITY_CONTACT: z.url({ protocol: /^(mailto|https)$/ }).optional(),
  ALLOW_PLAIN_DATABASE: z.stringbool().default(false),
  ALLOW_PLAIN_SMTP: z.stringbool().default(false),
  MAIL_CAPTURE: z.stringbool().default(false),
  SIGN_UP: z.stringbool().default(true),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuerAddress, {
      error: "must be an address such as https://login.example.com, without ? and #; http:// is for an issuer on this machine alone",
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_LABEL: z.string().trim().max(40, { error: "may have 40 characters: it is the text of a button" }).optional(),
  OIDC_STAFF_CLAIM: z.string().optional(),
  OIDC_STAFF_VALUES: list,
  OIDC_EMAIL_DOMAINS: list.transform((domains) => domains.map((domain) => domain.toLowerCase())),
  OIDC_TRUST_EMAIL: z.stringbool().default(false),
  OIDC_REQUIRED: z.stringbool().default(false),
  SHOPIFY_CLIENT_ID: z
    .string()
    .regex(/^[\w-]{8,64}$/, { error: "must be the client ID of a Shopify app" })
    .optional(),
  SHOPIFY_CLIENT_SECRET: list,
  NOTIFY_COLLECT_SECONDS: z.coerce.number().min(0).max(3600).default(60),
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  METRICS_HOST: z.string().default("127.0.0.1"),
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(5),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(0.01),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

type Problem = readonly [name: string, message: string];

const isSet = (value: unknown): boolean => Boolean(value) && !(Array.isArray(value) && value.length === 0);

/** A variable, the one that it requires, and what that one is. */
const NEEDED_TOGETHER: readonly (readonly [keyof Env, keyof Env, string])[] = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "the id that the issuer gave Mooring"],
  ["OIDC_ISSUER", "OIDC_CLIENT_SECRET", "the secret that the issuer gave Mooring"],
  ["OIDC_STAFF_CLAIM", "OIDC_STAFF_VALUES", "the values that grant the staff role"],
  ["OIDC_STAFF_VALUES", "OIDC_STAFF_CLAIM", "the claim that has these values"],
  ["SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET", "the secret of the same app"],
  ["SHOPIFY_CLIENT_SECRET", "SHOPIFY_CLIENT_ID", "the client ID of the same app"],
];

/** Rules across variables. Each message follows the name of the invalid variable. */
function checkTogether(set: Env): Problem[] {
  const problems: Problem[] = [];
  const wrong = (name: keyof Env, message: string) => problems.push([name, message]);
  if (set.DATABASE_URL && set.MIGRATE_DATABASE_URL && new URL(set.DATABASE_URL).username === new URL(set.MIGRATE_DATABASE_URL).username)
    wrong("MIGRATE_DATABASE_URL", "must log in as another user than DATABASE_URL: web and worker may not own the tables");
  if (set.EGRESS_ADDRESSES.some(({ proxy }) => proxy) && !set.EGRESS_REFERENCE && !set.NEXTAUTH_URL)
    wrong(
      "EGRESS_REFERENCE",
      "is not set, and EGRESS_ADDRESSES names proxies: a web server that distinguishes trouble of a proxy from trouble of a shop",
    );
  for (const name of ["DATABASE_URL", "DATABASE_DIRECT_URL", "MIGRATE_DATABASE_URL"] as const)
    if (set[name] && !set.ALLOW_PLAIN_DATABASE && !isEncryptedDatabase(set[name]))
      wrong(
        name,
        "leads to another host without TLS: add ?sslmode=verify-full, or set ALLOW_PLAIN_DATABASE=true in a network that is yours alone",
      );
  if (set.SMTP_URL && !set.ALLOW_PLAIN_SMTP && !mayDemandTls(set.SMTP_URL))
    wrong("SMTP_URL", "switches off TLS or its verification: remove ignoreTLS and tls.rejectUnauthorized, or set ALLOW_PLAIN_SMTP=true");
  const isDemo = set.DEMO_FOLDER !== undefined;
  if (set.MAIL_CAPTURE && !isDemo)
    wrong(
      "MAIL_CAPTURE",
      "is for the demo alone: anybody could read every mail, links to choose a password included. Set SMTP_URL instead",
    );
  if (set.DEMO_GUIDE && !isDemo) wrong("DEMO_GUIDE", "is for the demo alone, whose start script sets it");
  if (isDemo && set.NEXTAUTH_URL && !isLoopback(new URL(set.NEXTAUTH_URL).hostname) && !(set.DEMO_PUBLIC && set.DEMO_PUBLIC_CONFIRMED))
    wrong("NEXTAUTH_URL", "must be on loopback in a demo, unless both DEMO_PUBLIC and DEMO_PUBLIC_CONFIRMED are true");
  if (!set.OIDC_ISSUER)
    for (const name of Object.keys(set) as (keyof Env)[])
      if (name.startsWith("OIDC_") && isSet(set[name])) wrong(name, "is set, but OIDC_ISSUER is not: OpenID Connect stays disabled");
  for (const [given, needed, what] of NEEDED_TOGETHER)
    if (isSet(set[given]) && !isSet(set[needed])) wrong(needed, `is not set, and ${given} needs it: ${what}`);
  for (const domain of set.OIDC_EMAIL_DOMAINS)
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
      wrong("OIDC_EMAIL_DOMAINS", `must be names such as example.com; "${domain}" is not one`);
  return problems;
}

export type Env = z.infer<typeof variables>;

/** Validates every variable even if others are invalid, so that one start reports all of them. */
function read(needed: readonly (keyof Env)[]): { set: Env; problems: Problem[] } {
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  const parsed = variables.safeParse(Object.fromEntries(given));
  const wrong: Problem[] = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => [path.join("."), message]);
  const names = new Set(wrong.map(([name]) => name));
  const set = parsed.success ? parsed.data : variables.parse(Object.fromEntries(given.filter(([name]) => !names.has(name))));
  const missing = needed.filter((name) => set[name] === undefined && !names.has(name));
  // An invalid issuer is not a missing one.
  const together = names.has("OIDC_ISSUER") ? [] : checkTogether(set);
  return { set, problems: [...wrong, ...missing.map((name): Problem => [name, "is not set"]), ...together] };
}

const listOf = (problems: readonly Problem[]): string =>
  `Environment: this must be changed (docs/environment.md describes each variable).\n${problems.map(([name, message]) => `  ${name}: ${message}`).join("\n")}`;

/** The variables that each process requires. */
const NEEDED = {
  web: ["DATABASE_URL", "NEXTAUTH_SECRET", "NEXTAUTH_URL", "CREDENTIALS_KEYS"],
  worker: ["DATABASE_URL", "NEXTAUTH_SECRET", "NEXTAUTH_URL", "CREDENTIALS_KEYS"],
  migrations: ["MIGRATE_DATABASE_URL"],
} as const satisfies Record<string, readonly (keyof Env)[]>;

/** Ends this process with one list of everything that is invalid or missing in its environment. */
export function checkEnvironment(process_: keyof typeof NEEDED): void {
  const { problems } = read(NEEDED[process_]);
  if (problems.length === 0) return;
  console.error(listOf(problems));
  process.exit(1);
}

let cached: Env | undefined;

/** The validated environment. Throws one message that names every invalid variable. */
export function env(): Env {
  if (cached) return cached;
  const { set, problems } = read([]);
  if (problems.length > 0) throw new Error(listOf(problems));
  cached = set;
  return cached;
}

export function required<Key extends keyof Env>(key: Key): NonNullable<Env[Key]> {
  const value = env()[key];
  if (value === undefined || value === null) throw new Error(`Environment: ${key} is not set. See docs/environment.md.`);
  return value as NonNullable<Env[Key]>;
}

/** PostgreSQL without a pooler, for what needs a session: LISTEN, and the queue, whose connections keep their role. */
export const directDatabaseUrl = (): string => env().DATABASE_DIRECT_URL ?? required("DATABASE_URL");
