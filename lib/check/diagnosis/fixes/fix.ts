import type { FixSoftware } from "@/lib/check/diagnosis/fixes/software";
import type { Cause } from "@/lib/check/result";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { Fixer } from "@/lib/health/lane/fixer";

// Texts are keys of the message namespace `fixes`; code is the same in every language.

export interface FixText {
  /** Key below `fixes`, e.g. `steps.reload`. */
  key: string;
  values: Record<string, string | number>;
}

/** Where a snippet belongs; a key of `fixes.places`. */
export const SNIPPET_PLACES = [
  "new_file",
  "file_start",
  "file_end",
  "before_rule",
  "after_rule",
  "in_rule",
  "instead_of",
  "run",
  "enter",
] as const;
export type SnippetPlace = (typeof SNIPPET_PLACES)[number];

export type SnippetLanguage =
  | "nginx"
  | "apache"
  | "haproxy"
  | "caddy"
  | "vcl"
  | "lighttpd"
  | "ini"
  | "xml"
  | "php"
  | "shell"
  | "expression"
  | "text";

export interface Snippet {
  /** Unique within its fix. */
  id: string;
  title: FixText;
  language: SnippetLanguage;
  place: SnippetPlace;
  /** The usual file; null if the snippet belongs to none. */
  file: string | null;
  code: string;
  /** What `place` refers to in the configuration; for `instead_of`, the exact text that `code` replaces. */
  replaces: string | null;
}

export interface Fix {
  /** `<topic>.<software>`, stable: links and tests use it. */
  id: string;
  software: FixSoftware;
  fixer: Exclude<Fixer, "itself">;
  /** Rough minutes of work for someone who knows the system. */
  minutes: number;
  /** True if the check recognised the software, or it is the likely source of this refusal. */
  found: boolean;
  steps: FixText[];
  snippets: Snippet[];
  warnings: FixText[];
  /** The protection has no exception for single senders: it can only be switched off. */
  cannotBeSkipped: boolean;
}

export interface FixPlace {
  shopSystem: ShopSystem | null;
  /** Software of the answering server as the check found it, e.g. "nginx"; null when unknown. */
  server: string | null;
}

export interface FixContext extends FixPlace {
  /** Address of the shop, as checked (after redirects within the site). */
  url: string;
  /** All published addresses, IPv4 and IPv6; empty when only the default route is known. */
  addresses: readonly string[];
  userAgents: readonly string[];
  methods: readonly string[];
  /** Path of the shop's API if it is not the shop system's usual one below `url`. */
  apiPath?: string;
  /** Ids of the ModSecurity rules from the host's log, if known. */
  ruleIds?: readonly number[];
}

export type FixedCause = Pick<Cause, "code" | "reason" | "blocker" | "methods" | "addresses" | "userAgents"> & {
  details?: Cause["details"];
};

export const text = (key: string, values: FixText["values"] = {}): FixText => ({ key, values });

export const step = (key: string, values: FixText["values"] = {}): FixText => text(`steps.${key}`, values);
