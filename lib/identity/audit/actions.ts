/** Actions on an integration, shown in its timeline. Texts: `timeline.action.<code>` and `audit.action.<code>`. */
export const INTEGRATION_ACTIONS = [
  "integration_connected",
  "integration_renamed",
  "integration_address_changed",
  "integration_platform_changed",
  "integration_disconnected",
  "credentials_replaced",
  "interval_changed",
  "refresh_requested",
  "refresh_joined",
  "empty_shop_confirmed",
  "check_requested",
  "sync_paused",
  "sync_resumed",
  "maintenance_announced",
  "maintenance_ended",
  "orders_exported",
  "method_fallback_on",
  "method_fallback_off",
  "shipments_recorded",
  "shipment_sent_again",
  "shipments_sent_again",
  "webhook_secret_made",
  "webhook_secret_revoked",
  "instant_orders_requested",
  "instant_orders_ended",
  "maintenance_token_made",
  "import_start_chosen",
  "left_out_statuses_chosen",
  "shipments_taken_back",
  "maintenance_token_revoked",
  "maintenance_planned",
  "maintenance_cancelled",
  "backfill_requested",
  "backfill_stopped",
  "host_report_made",
  "host_report_revoked",
  "host_report_opened",
  "host_report_tested",
  "host_report_green",
  "badge_switched_on",
  "badge_switched_off",
  "support_asked",
  "support_written",
  "support_answered",
  "support_solved",
] as const;

/** Actions of support staff on a merchant as a whole, shown in the timeline of each of its shops. */
export const SUPPORT_ACTS = ["merchant_opened", "support_act_started", "support_act_ended"] as const;

/** Actions on a merchant as a whole. Texts: `audit.action.<code>`. */
const MERCHANT_ACTIONS = [
  ...SUPPORT_ACTS,
  "channel_added",
  "channel_removed",
  "wishes_changed",
  "mails_stopped",
  "test_message_sent",
  "message_sent_again",
  "merchant_made",
  "member_invited",
  "invitation_sent_again",
  "invitation_withdrawn",
  "member_joined",
  "member_removed",
  "member_left",
  "member_role_changed",
  "api_token_made",
  "api_token_revoked",
  "api_token_taken_over",
] as const;

/** Actions outside any merchant: on a person's account, or of staff on many merchants. Texts: `audit.action.<code>`. */
const PLATFORM_ACTIONS = [
  "profile_changed",
  "account_made",
  "session_started",
  "session_started_oidc",
  "session_ended",
  "other_sessions_ended",
  "password_changed",
  "password_link_sent",
  "password_reset",
  "second_factor_on",
  "second_factor_off",
  "recovery_codes_renewed",
  "identity_bound",
  "staff_role_given",
  "staff_role_taken",
  "merchant_note_written",
  "merchant_note_removed",
  "view_saved",
  "view_removed",
  "bulk_started",
  "bulk_stopped",
  "addresses_announced",
  "addresses_withdrawn",
  "traffic_moved",
  "traffic_moved_back",
] as const;

/** All actions in a merchant's audit log. */
export type AuditAction = (typeof INTEGRATION_ACTIONS)[number] | (typeof MERCHANT_ACTIONS)[number];
export type PlatformAction = (typeof PLATFORM_ACTIONS)[number];

export const AUDIT_ACTIONS: readonly AuditAction[] = [...INTEGRATION_ACTIONS, ...MERCHANT_ACTIONS];
export const ALL_ACTIONS: readonly (AuditAction | PlatformAction)[] = [...AUDIT_ACTIONS, ...PLATFORM_ACTIONS];
