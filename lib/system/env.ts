import { z } from "zod";

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

const schema = z.object({
  DATABASE_URL: z.string().min(1).optional(),
  /** Connections of this process to the database. */
  DATABASE_POOL: z.coerce.number().int().min(1).default(10),
  NEXTAUTH_SECRET: z.string().min(16).optional(),
  NEXTAUTH_URL: z.url().optional(),
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
  /** Seconds that a message collects what comes together before it leaves. */
  NOTIFY_COLLECT_SECONDS: z.coerce.number().min(0).max(3600).default(60),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
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
