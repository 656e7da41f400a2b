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
] as const;
export type Namespace = (typeof NAMESPACES)[number];

/** What the components of a merchant's pages need in the browser. Long texts that only the server renders stay out. */
export const MERCHANT_NAMESPACES: readonly Namespace[] = ["app", "errors", "states"];
