/** What can be done to an integration, told in its timeline. Words: `integrations.timeline.action.<code>`. */
export const INTEGRATION_ACTIONS = [
  "integration_connected",
  "integration_renamed",
  "integration_address_changed",
  "integration_disconnected",
  "credentials_replaced",
  "refresh_requested",
  "refresh_joined",
  "check_requested",
  "sync_paused",
  "sync_resumed",
  "maintenance_announced",
  "maintenance_ended",
  "shipments_recorded",
  "shipment_sent_again",
  "webhook_secret_made",
  "maintenance_token_made",
] as const;

/** Everything that is written down; details never hold a secret. */
export type AuditAction = (typeof INTEGRATION_ACTIONS)[number] | "merchant_opened";
