import { z } from "zod";

/**
 * What is known of a shop's webhooks. `wanted`: the shop is being asked for them. `off_at_shop`: the shop has switched them off, or lost them.
 * `failed`: the shop refused them. `unwanted`: the shop is being asked to remove them.
 */
export const WEBHOOK_STATES = ["wanted", "active", "off_at_shop", "failed", "unwanted"] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Why a shop refused: what a person can do something about, and the rest. Words: `instant.failure.<code>`. */
export const WEBHOOK_PROBLEMS = ["credentials_insufficient", "credentials_rejected", "blocked", "unreachable", "refused"] as const;
export type WebhookProblem = (typeof WEBHOOK_PROBLEMS)[number];

/** Shopify signs with the secret of the app, which the merchant pastes; for the others it is left empty. */
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
