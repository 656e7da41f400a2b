import type { CauseCode } from "@/lib/check/causes";

// The reasons that refine a cause. Their text is `causes.reasons.<reason>` in the message files; an unknown reason is shown without text.

export const CAUSE_REASONS = {
  target_not_allowed: ["private_address", "blocked_port", "unsupported_scheme", "redirect_not_allowed"],
  dns_failure: ["dns_timed_out", "no_common_family"],
  connection_reset: ["reset_in_tls"],
  ip_blocked: ["dropped", "refused", "reset", "reset_in_tls", "forbidden", "maintenance_for_address", "ipv6_only"],
  tls_expired: ["not_yet_valid"],
  tls_untrusted: ["self_signed", "unknown_issuer"],
  tls_handshake_failed: ["plain_http", "protocol_version", "client_certificate"],
  access_denied: ["only_with_key"],
  method_blocked: ["method_lost", "rule_unknown"],
  rate_limited: ["counts_by_url"],
  password_protected: ["login_page"],
  redirected_to_other_host: ["path_lost", "scheme_downgrade", "main_domain_changed"],
  maintenance_mode: ["wordpress_update", "magento_maintenance", "maintenance_announced"],
  server_error: [
    "bad_gateway",
    "php_fatal",
    "database_down",
    "origin_unreachable",
    "backend_down",
    "one_of_several",
    "http_version",
    "front_failed",
  ],
  bot_challenge: ["only_with_key"],
  response_timed_out: ["body_unfinished"],
  api_not_found: ["plain_permalinks", "rewrite_missing", "path_closed", "path_redirected", "other_path", "renamed_prefix"],
  closed_to_visitors: ["closed_by_plugin"],
  api_disabled: ["webservice_disabled", "shop_frozen", "closed_by_plugin", "plugin_missing"],
  invalid_response: [
    "bom",
    "php_notice",
    "wrong_content_type",
    "html",
    "empty_body",
    "too_large",
    "truncated",
    "bad_encoding",
    "query_lost",
  ],
  credentials_rejected: [
    "unknown_key",
    "wrong_secret",
    "http_scheme_unknown",
    "http_address",
    "bearer_disabled",
    "clock_skew",
    "key_inactive",
  ],
  credentials_insufficient: ["read_only", "cannot_read_orders", "missing_scope", "method_not_allowed", "other_shop", "no_permissions"],
} as const satisfies Partial<Record<CauseCode, readonly string[]>>;

export type CauseReason = (typeof CAUSE_REASONS)[keyof typeof CAUSE_REASONS][number];

const known: ReadonlySet<string> = new Set(Object.values(CAUSE_REASONS).flat());

export const isKnownReason = (reason: string): reason is CauseReason => known.has(reason);
