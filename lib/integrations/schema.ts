import { z } from "zod";
import { lineSchema } from "@/lib/base/typed-text";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";

/** A name entered by a user: one line, no control characters. */
export const integrationNameSchema = lineSchema(z.string().min(1, { error: "name_missing" }).max(MAX_NAME_LENGTH));

/** Credentials as submitted; each shop system's connector defines the names. */
export const credentialValuesSchema = z
  .record(z.string().max(40), z.string().max(4_000))
  .refine((values) => Object.keys(values).length <= 8);

const newIntegrationSchema = z.object({
  name: integrationNameSchema,
  shopSystem: z.enum(SHOP_SYSTEMS),
  /** As returned by parseShopAddress. */
  baseUrl: z.string().max(2_000),
});
export type NewIntegration = z.infer<typeof newIntegrationSchema>;

/** A status, as the shop writes it. */
const status = z.string().min(1).max(100);
export const statusesSchema = z.array(status.refine((text) => !text.includes("\u0000"))).max(200);
