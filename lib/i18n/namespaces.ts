import type { Messages } from "@/lib/i18n/english";

/** The message files, without extension. Each exists in every language (lib/i18n/messages.test.ts). */
export const NAMESPACES = [
  "app",
  "auth",
  "overview",
  "privacy",
  "help",
  "settings",
  "support",
  "errors",
  "exports",
  "states",
  "causes",
  "integrations",
  "timeline",
  "sync",
  "backfill",
  "maintenance",
  "credentials",
  "connect",
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
  "developers",
  "tokens",
  "tools",
  "days",
  "status",
  "demo",
] as const satisfies readonly (keyof Messages)[];
export type Namespace = (typeof NAMESPACES)[number];

/** A namespace or a section of one: "sync.runs". */
export type NestedNamespace = Namespace | `${Namespace}.${string}`;
