/** Every message file, without its ending. Each exists in every language (lib/i18n/messages.test.ts). */
export const NAMESPACES = [
  "app",
  "auth",
  "overview",
  "help",
  "settings",
  "support",
  "errors",
  "states",
  "causes",
  "integrations",
  "timeline",
  "sync",
  "backfill",
  "maintenance",
  "credentials",
  "addresses",
  "command",
  "checks",
  "orders",
  "tracking",
  "fixes",
  "history",
  "reports",
  "incidents",
  "audit",
  "notifications",
  "threads",
  "fleet",
  "mails",
  "members",
  "api",
  "tokens",
] as const;
export type Namespace = (typeof NAMESPACES)[number];

/** A whole one, or a section of it: "sync.runs". */
export type NestedNamespace = Namespace | `${Namespace}.${string}`;
