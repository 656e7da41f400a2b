import type { AuditAction, PlatformAction } from "@/lib/identity/audit/actions";

/**
 * What a stolen session must not do: every act here needs a proof of identity from the last ten minutes; signing in counts as one. Server
 * actions name their act, by its code in the audit log. `notifies`: the merchant's other owners get a mail about it.
 */
export const PROVEN_ACTS = {
  member_invited: { notifies: true },
  member_role_changed: { notifies: true },
  member_removed: { notifies: true },
  api_token_made: { notifies: true },
  api_token_taken_over: { notifies: true },
  support_consent_given: { notifies: true },
  retention_changed: { notifies: true },
  channel_added: { notifies: true },
  integration_address_changed: { notifies: true },
  /** The first key of a shop, which connects it, needs no proof. */
  credentials_replaced: { notifies: true },
  integration_disconnected: { notifies: true },
  buyer_erased: { notifies: false },
  /** Owners get a mail of its own, which says how to withdraw it. */
  merchant_deletion_asked: { notifies: false },
  second_factor_on: { notifies: false },
  second_factor_off: { notifies: false },
  recovery_codes_renewed: { notifies: false },
  passkey_added: { notifies: false },
  passkey_removed: { notifies: false },
  email_changed: { notifies: false },
  /** The current password is proof enough for people without a second factor. */
  password_changed: { notifies: false },
  account_deletion_asked: { notifies: false },
} as const satisfies Partial<Record<AuditAction | PlatformAction, { notifies: boolean }>>;

export type ProvenAct = keyof typeof PROVEN_ACTS;
