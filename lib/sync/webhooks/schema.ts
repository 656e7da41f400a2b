import { z } from "zod";

/**
 * The state of a shop's webhooks. `wanted`: being requested. `off_at_shop`: the shop disabled or lost them. `failed`: the shop refused them.
 * `unwanted`: their removal is being requested, and repeated while the shop refuses it.
 */
export const WEBHOOK_STATES = ["wanted", "active", "off_at_shop", "failed", "unwanted"] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Why a shop refused: problems that a person can fix, and the rest. Texts: `instant.failure.<code>`. */
export const WEBHOOK_PROBLEMS = ["credentials_insufficient", "credentials_rejected", "blocked", "unreachable", "refused"] as const;
export type WebhookProblem = (typeof WEBHOOK_PROBLEMS)[number];

/** Shopify signs with the app's secret, which the merchant pastes; empty for other shop systems. */
export const instantOrdersInput = z.object({
  integrationId: z.uuid(),
  // Pasted text may contain invisible characters, which no secret has.
  appSecret: z
    .string()
    .transform((text) => text.replace(/[\p{Cf}\p{Cc}\s]+/gu, ""))
    .pipe(z.string().max(200))
    .default(""),
});
export type InstantOrdersInput = z.infer<typeof instantOrdersInput>;
