import type { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { magentoCredentialsSchema } from "@/lib/connectors/magento/credentials";
import { prestashopCredentialsSchema } from "@/lib/connectors/prestashop/credentials";
import type { CredentialField } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { shopifyFormSchema } from "@/lib/connectors/shopify/credentials";
import { wooCredentialsSchema } from "@/lib/connectors/woocommerce/credentials";

// The credentials forms, free of Node so that they work in the browser too. Texts: messages/<language>/credentials.json.

/** Why a field was refused; texts: `credentials.problems`. */
export const CREDENTIAL_PROBLEMS = [
  "missing",
  "too_long",
  /** Dots or asterisks that a page shows instead of a secret. */
  "masked",
  "several",
  "cut_off",
  /** Only the last characters, by which the shop lists its keys. */
  "only_its_end",
  "application_password",
  "is_the_secret",
  "is_the_key",
  "not_a_consumer_key",
  "not_a_consumer_secret",
  "not_a_token",
  "not_a_webservice_key",
  "not_an_access_token",
  "not_a_client_id",
  "not_a_client_secret",
  "unreadable",
] as const;
export type CredentialProblem = (typeof CREDENTIAL_PROBLEMS)[number];

interface ShopSystemForm {
  schema: z.ZodType;
  fields: readonly CredentialField[];
}

const FORMS: Readonly<Record<ShopSystem, ShopSystemForm>> = {
  woocommerce: {
    schema: wooCredentialsSchema,
    fields: [
      { name: "consumerKey", secret: false, optional: false },
      { name: "consumerSecret", secret: true, optional: false },
    ],
  },
  magento: {
    schema: magentoCredentialsSchema,
    fields: [
      { name: "consumerKey", secret: false, optional: true },
      { name: "consumerSecret", secret: true, optional: true },
      { name: "accessToken", secret: true, optional: false },
      { name: "accessTokenSecret", secret: true, optional: true },
    ],
  },
  prestashop: { schema: prestashopCredentialsSchema, fields: [{ name: "key", secret: true, optional: false }] },
  shopify: {
    schema: shopifyFormSchema,
    fields: [
      { name: "clientId", secret: false, optional: true },
      { name: "clientSecret", secret: true, optional: true },
      { name: "accessToken", secret: true, optional: true },
    ],
  },
};

/** Fields of the credentials form, in the order in which the shop shows them. */
export const credentialFields = (shopSystem: ShopSystem): readonly CredentialField[] => FORMS[shopSystem].fields;

/** The steps in `credentials.shop_systems.<shop system>.steps` that lead to the values. */
export const CREDENTIAL_STEPS = ["1", "2", "3", "4", "5"] as const;

const toProblem = (message: string): CredentialProblem => CREDENTIAL_PROBLEMS.find((problem) => problem === message) ?? "unreadable";

/** The credentials as the connector expects them, or the problem of each field; never echoes the submitted values. */
export function parseCredentials(
  shopSystem: ShopSystem,
  input: Readonly<Record<string, unknown>>,
): Result<unknown, Readonly<Record<string, CredentialProblem>>> {
  const parsed = FORMS[shopSystem].schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const problems: Record<string, CredentialProblem> = {};
  for (const issue of parsed.error.issues) problems[String(issue.path[0] ?? "")] ??= toProblem(issue.message);
  return refuse(problems);
}
