import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ACTIONS } from "@/app/tenancy-cases.fixture";
import { ALL_ACTIONS } from "@/lib/identity/audit/actions";
import { actOf } from "@/lib/identity/auth/action";
import { PROVEN_ACTS, type ProvenAct } from "@/lib/identity/auth/proven-acts";
import { PROOF_MS } from "@/lib/identity/auth/session-limits";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { asBrowser } from "@/lib/testing/request";
import { everythingOf, makeTwoMerchants, type TwoMerchants } from "@/lib/testing/two-merchants";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("@/lib/testing/request")).nextIntl);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

/** Every server action that needs a fresh proof, with its act. All others need none. */
const PROVEN: Record<string, ProvenAct> = {
  "lib/identity/accounts/member-actions inviteAction": "member_invited",
  "lib/identity/accounts/member-actions changeRoleAction": "member_role_changed",
  "lib/identity/accounts/member-actions removeMemberAction": "member_removed",
  "lib/identity/accounts/member-actions giveConsentAction": "support_consent_given",
  "lib/api/actions makeApiTokenAction": "api_token_made",
  "lib/api/actions takeOverApiTokenAction": "api_token_taken_over",
  "lib/orders/privacy/actions saveRetentionAction": "retention_changed",
  "lib/orders/privacy/actions eraseBuyerAction": "buyer_erased",
  "lib/operations/privacy/actions askMerchantDeletionAction": "merchant_deletion_asked",
  "lib/notify/actions addNotificationChannel": "channel_added",
  "lib/integrations/settings/settings-actions changeAddressAction": "integration_address_changed",
  "lib/integrations/settings/settings-actions replaceCredentialsAction": "credentials_replaced",
  "lib/integrations/settings/key-actions storeKeyAndImport": "credentials_replaced",
  "lib/integrations/settings/settings-actions disconnectAction": "integration_disconnected",
  "lib/identity/auth/actions changeEmail": "email_changed",
  "lib/identity/erasure/actions askAccountDeletionAction": "account_deletion_asked",
  "lib/identity/auth/sign-in-method-actions beginSecondFactor": "second_factor_on",
  "lib/identity/auth/sign-in-method-actions switchSecondFactorOn": "second_factor_on",
  "lib/identity/auth/sign-in-method-actions switchSecondFactorOff": "second_factor_off",
  "lib/identity/auth/sign-in-method-actions makeRecoveryCodes": "recovery_codes_renewed",
  "lib/identity/auth/sign-in-method-actions beginPasskey": "passkey_added",
  "lib/identity/auth/sign-in-method-actions storePasskey": "passkey_added",
  "lib/identity/auth/sign-in-method-actions dropPasskey": "passkey_removed",
  "lib/identity/auth/sign-in-method-actions choosePassword": "password_changed",
};

/** Proven by the current password, unless the person has a second factor (lib/identity/auth/second-factor.db.test.ts). */
const ONLY_WITH_FACTOR = "lib/identity/auth/sign-in-method-actions choosePassword";

const root = path.join(import.meta.dirname, "..");
let world: TwoMerchants;
beforeAll(async () => {
  world = await makeTwoMerchants();
});
afterAll(closeQueue);

test("every server action is listed here if it needs a proof, and every act of the table has one", async () => {
  const found: Record<string, ProvenAct> = {};
  for (const name of Object.keys(ACTIONS)) {
    const [file = "", exported = ""] = name.split(" ");
    const actions = (await import(path.join(root, file))) as Record<string, object>;
    const act = actOf(actions[exported] ?? {});
    if (act) found[name] = act;
  }
  expect(found).toEqual(PROVEN);
  expect([...new Set(Object.values(found))].sort()).toEqual(Object.keys(PROVEN_ACTS).sort());
});

test("an action new in the audit log is either proven or listed as free", () => {
  const free = ALL_ACTIONS.filter((action) => !(action in PROVEN_ACTS));
  expect(free.map(String).sort()).toEqual(FREE.toSorted());
});

describe("with a session that was not proven for ten minutes", () => {
  for (const name of Object.keys(PROVEN)) {
    const entry = ACTIONS[name];
    if (!entry || name === ONLY_WITH_FACTOR) continue;
    test(`${name} asks for a proof and changes nothing`, async () => {
      const call = "merchant" in entry ? entry.merchant : "person" in entry ? entry.person : null;
      if (!call) throw new Error("cannot be called");
      const { sessionId } = world.owner.person;
      const prove = (at: number) =>
        inPlatform((tx) => tx.session.update({ where: { id: sessionId }, data: { provenAt: new Date(at), revokedAt: null } }));
      await prove(Date.now() - PROOF_MS - 1000);
      await asBrowser(sessionId);
      // The first one notes that the member was seen.
      await call(world.ids.merchantId, world.ids, world);
      const before = await everythingOf(world);
      expect(await call(world.ids.merchantId, world.ids, world)).toEqual({ ok: false, code: "proof_needed" });
      expect(await everythingOf(world)).toEqual(before);
    });
  }
});

/** Reading, what can be undone at once, and what only ends a right. */
const FREE = `
  change_frozen freeze_ended
  merchant_opened support_act_started support_act_ended support_data_opened support_buyer_searched
  integration_connected integration_renamed integration_shop_system_changed interval_changed refresh_requested
  refresh_joined empty_shop_confirmed order_dismissed order_dismissal_undone check_requested sync_paused sync_resumed
  maintenance_announced maintenance_ended orders_exported order_looked_up order_imported_by_number
  method_fallback_on method_fallback_off shipments_recorded shipment_sent_again shipments_sent_again
  webhook_secret_made webhook_secret_revoked instant_orders_requested instant_orders_ended maintenance_token_made
  import_start_chosen left_out_statuses_chosen shipments_taken_back shipment_corrected maintenance_token_revoked
  maintenance_planned maintenance_cancelled backfill_requested backfill_stopped host_report_made host_report_mailed host_report_shared host_report_reminded
  host_report_revoked host_report_opened host_report_tested host_report_answered host_report_replied host_report_green fix_answered badge_switched_on
  badge_switched_off app_uninstalled personal_data_erased personal_data_requested support_asked
  support_written support_wrote support_answered support_solved support_consent_withdrawn channel_removed channel_restored channel_secret_renewed
  channel_events_chosen channel_messages_chosen events_replayed
  notification_preferences_changed mails_stopped tool_called test_message_sent message_sent_again merchant_made
  invitation_sent_again invitation_withdrawn member_joined member_left api_token_revoked
  order_view_saved order_view_removed merchant_exported merchant_deletion_withdrawn profile_changed
  account_made account_exported account_deletion_withdrawn account_erased merchant_erased
  session_started session_started_oidc session_ended other_sessions_ended all_sessions_ended
  password_link_sent password_reset identity_bound staff_role_given staff_role_taken
  merchant_note_written merchant_note_removed incident_assigned incident_snoozed incident_woken outcome_recorded macro_saved macro_removed
  view_saved view_removed bulk_started
  bulk_stopped bulk_exported log_exported buyer_searched fleet_host_asked addresses_announced addresses_withdrawn traffic_moved traffic_moved_back
`
  .trim()
  .split(/\s+/);
