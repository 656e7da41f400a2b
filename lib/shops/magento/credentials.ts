import { z } from "zod";
import { pastedText } from "@/lib/shops/pasted-text";

const token = pastedText.refine((text) => /^[\w.-]{8,}$/.test(text), "not_a_token");

/** A field that a form sends empty when it was left out. */
const optionalToken = z.preprocess((value) => (typeof value === "string" && value.trim() === "" ? undefined : value), token.optional());

/**
 * System > Integrations: all four values sign every request (OAuth 1.0a); the access token alone is sent as a bearer token, which
 * Magento refuses since 2.4.4 unless the shop has switched it on.
 */
export const magentoCredentialsSchema = z
  .object({ accessToken: token, consumerKey: optionalToken, consumerSecret: optionalToken, accessTokenSecret: optionalToken })
  .superRefine((value, context) => {
    const signing = ["consumerKey", "consumerSecret", "accessTokenSecret"] as const;
    if (signing.every((name) => value[name] === undefined)) return;
    for (const name of signing) if (value[name] === undefined) context.addIssue({ code: "custom", path: [name], message: "missing" });
  });

export type MagentoCredentials = z.infer<typeof magentoCredentialsSchema>;
