import type { AuditAction, PlatformAction } from "@/lib/identity/audit/actions";

/**
 * What a stolen session must not do: every act here needs a proof of identity from the last ten minutes; signing in counts as one. Server
 * actions name their act, by its code in the audit log. `told`: the merchant's other owners get a mail about it.
 */
export const PROVEN_ACTS = {
  member_invited: { told: true },
  member_role_changed: { told: true },
  member_removed: { told: true },
  api_token_made: { told: true },
  api_token_taken_over: { told: true },
  support_consent_given: { told: true },
  retention_changed: { told: true },
  channel_added: { told: true },
  integration_address_changed: { told: true },
  /** The first key of a shop, which connects it, needs no proof. */
  credentials_replaced: { told: true },
  integration_disconnected: { told: true },
  buyer_erased: { told: false },
  /** Owners get a mail of its own, which says how to withdraw it. */
  merchant_deletion_asked: { told: false },
  second_factor_on: { told: false },
  second_factor_off: { told: false },
  recovery_codes_renewed: { told: false },
  passkey_added: { told: false },
  passkey_removed: { told: false },
  email_changed: { told: false },
  /** The current password is proof enough for people without a second factor. */
  password_changed: { told: false },
  account_deletion_asked: { told: false },
} as const satisfies Partial<Record<AuditAction | PlatformAction, { told: boolean }>>;

export type ProvenAct = keyof typeof PROVEN_ACTS;
