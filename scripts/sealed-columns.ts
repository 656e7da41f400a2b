import { secondFactorContext } from "@/lib/identity/auth/second-factor";
import { channelContext, credentialsContext, shopWebhookContext, webhookContext } from "@/lib/infra/seal-contexts";
import { approvalContext } from "@/lib/integrations/approval/mutations";
import { suppressionContext } from "@/lib/orders/privacy/suppression";

/** A sealed column; the id of its key is in `<column>_key_id`. */
export interface SealedColumn {
  table: string;
  column: string;
  /** A unique column. */
  id: string;
  /** The column to whose value the sealed one is bound. */
  boundTo: string;
  context: (boundTo: string) => string;
}

/** Every sealed column. reseal-credentials.db.test.ts fails if one is missing. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: "integration", column: "credentials", id: "id", boundTo: "id", context: credentialsContext },
  { table: "integration", column: "webhook_secret", id: "id", boundTo: "id", context: webhookContext },
  { table: "merchant_privacy", column: "suppression", id: "merchant_id", boundTo: "merchant_id", context: suppressionContext },
  { table: "shop_approval", column: "credentials", id: "id", boundTo: "integration_id", context: approvalContext },
  { table: "shop_webhook", column: "secret", id: "integration_id", boundTo: "integration_id", context: shopWebhookContext },
  { table: "notification_channel", column: "url", id: "id", boundTo: "id", context: channelContext },
  { table: "notification_channel", column: "secret", id: "id", boundTo: "id", context: channelContext },
  { table: "second_factor", column: "secret", id: "person_id", boundTo: "person_id", context: secondFactorContext },
];
