import { z } from "zod";
import { parseNetwork } from "@/lib/infra/trusted-proxies";

// The only place that reads the environment. What each variable means is told in docs/operations.md.
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

/** Https, or plain http on this machine alone: the client's secret and who somebody is go that way. */
const isIssuerAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  return search === "" && hash === "" && (protocol === "https:" || /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname));
};

const variables = z.object({
  DATABASE_URL: z.string().min(1).optional(),
  /** Connections of this process to the database. */
  DATABASE_POOL: z.coerce.number().int().min(1).default(10),
  NEXTAUTH_SECRET: z.string().min(16).optional(),
  NEXTAUTH_URL: z.url().optional(),
  /** Networks (CIDR) or addresses of reverse proxies whose forwarded headers are believed. */
  TRUSTED_PROXIES: list.transform((texts, context) =>
    texts.flatMap((text) => {
      const network = parseNetwork(text);
      if (network) return [network];
      context.addIssue({ code: "custom", message: `must be networks such as 10.0.0.0/8, and "${text}" is none` });
      return [];
    }),
  ),
  /** `id:base64,id:base64`: 32-byte keys; the first one seals, all of them open. */
  CREDENTIALS_KEYS: z.string().optional(),
  /** Local addresses that connections to shops are made from, and that are published. */
  EGRESS_ADDRESSES: list,
  /** A local address that is not published: the comparison. */
  CONTROL_ADDRESS: z.string().optional(),
  /** CIDR networks that shops may lie in besides public ones. */
  PROBE_ALLOW_NETWORKS: list,
  /** `address:port` targets on loopback that the demo shops listen on; set by the start script alone. */
  DEMO_TARGETS: list,
  /** First port of the demo shops, each has one of its own from there on. */
  DEMO_PORT_BASE: z.coerce.number().int().min(1024).max(65_000).default(4600),
  /** Where the demo shops keep their certificate authority, their epoch and the changes to their orders. */
  DEMO_FOLDER: z.string().optional(),
  /** smtp:// or smtps:// with user and password: where mails leave; unset, none are sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of mails. */
  MAIL_FROM: z.string().default("Mooring <mooring@localhost>"),
  /** Mailbox that answers of merchants go to, with what each is about behind a plus sign; unset, mails of support cannot be answered by mail. */
  SUPPORT_MAIL: z.email().optional(),
  /** What a mail server that hands on mail to SUPPORT_MAIL proves itself with. */
  SUPPORT_MAIL_SECRET: z.string().min(16).optional(),
  /** Keeps mails in the database instead of sending them, to be read under /demo/mailbox: for the demo and for tests. */
  MAIL_CAPTURE: z.stringbool().default(false),
  /** Whether strangers may make an account and a merchant of their own; where no mail can be sent they cannot. */
  SIGN_UP: z.stringbool().default(true),
  /** OpenID Connect for staff, by this issuer, exactly as it names itself; unset, there is none (lib/identity/auth/oidc-settings.ts). */
  OIDC_ISSUER: z
    .string()
    .refine(isIssuerAddress, {
      error: "must be an address such as https://login.example.com, without ? and #; http:// is for an issuer on this machine alone",
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the button on the sign-in page calls the issuer; unset, the name of its host. */
  OIDC_LABEL: z.string().trim().max(40, { error: "may have 40 characters: it stands on a button" }).optional(),
  /** The claim whose values make somebody staff; a dot goes into an object. */
  OIDC_STAFF_CLAIM: z.string().optional(),
  OIDC_STAFF_VALUES: list,
  /** What e-mail addresses must end with, behind the @. */
  OIDC_EMAIL_DOMAINS: list.transform((domains) => domains.map((domain) => domain.toLowerCase())),
  /** Whether e-mail addresses are believed of an issuer that does not say `email_verified`. */
  OIDC_TRUST_EMAIL: z.stringbool().default(false),
  /** Whether staff come in by the issuer alone: their passwords are refused. */
  OIDC_REQUIRED: z.stringbool().default(false),
  /** Seconds that a message collects what comes together before it leaves. */
  NOTIFY_COLLECT_SECONDS: z.coerce.number().min(0).max(3600).default(60),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** What only makes sense together: sentences that follow the name of the variable that is wrong. */
const schema = variables.superRefine((set, context) => {
  const wrong = (name: keyof typeof set, message: string) => context.addIssue({ code: "custom", path: [name], message });
  if (set.OIDC_ISSUER) {
    if (!set.OIDC_CLIENT_ID) wrong("OIDC_CLIENT_ID", "is not set, and OIDC_ISSUER needs it: the id that the issuer gave Mooring");
    if (!set.OIDC_CLIENT_SECRET)
      wrong("OIDC_CLIENT_SECRET", "is not set, and OIDC_ISSUER needs it: the secret that the issuer gave Mooring");
  } else {
    for (const [name, value] of Object.entries(set))
      if (name.startsWith("OIDC_") && value && !(Array.isArray(value) && value.length === 0))
        wrong(name as keyof typeof set, "is set, but OIDC_ISSUER is not: nobody could sign in that way");
  }
  if (set.OIDC_STAFF_CLAIM && set.OIDC_STAFF_VALUES.length === 0)
    wrong("OIDC_STAFF_VALUES", "is not set, and OIDC_STAFF_CLAIM needs it: the values that make somebody staff");
  if (set.OIDC_STAFF_VALUES.length > 0 && !set.OIDC_STAFF_CLAIM)
    wrong("OIDC_STAFF_CLAIM", "is not set, and OIDC_STAFF_VALUES needs it: the claim that has these values");
  for (const domain of set.OIDC_EMAIL_DOMAINS)
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
      wrong("OIDC_EMAIL_DOMAINS", `must be names such as example.com, and "${domain}" is none`);
});

export type Env = z.infer<typeof schema>;

let cached: Env | undefined;

/** The checked environment. Throws one sentence that names every wrong variable. */
export function env(): Env {
  if (cached) return cached;
  const blanksRemoved = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(blanksRemoved);
  if (!parsed.success) {
    throw new Error(`Environment: ${parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`);
  }
  cached = parsed.data;
  return cached;
}

/** A variable that this process cannot work without. */
export function required<Key extends keyof Env>(key: Key): NonNullable<Env[Key]> {
  const value = env()[key];
  if (value === undefined || value === null) throw new Error(`Environment: ${key} is not set. See docs/operations.md.`);
  return value as NonNullable<Env[Key]>;
}
