import { z } from "zod";
import { bare, holdsSeveral, isBlank, joined, onlyOne, pastedKey, type ReadKey } from "@/lib/connectors/pasted-text";

/** The format of an integration's values. */
const TOKEN = /(?<![\p{L}\p{N}_.-])[a-z0-9]{32}(?![\p{L}\p{N}_.-])/gu;

const readToken: ReadKey = (text) => {
  const made = onlyOne(text, TOKEN) ?? onlyOne(bare(text), TOKEN);
  if (made !== null) return { key: made };
  if (holdsSeveral(text, TOKEN)) return { problem: "several" };
  // Older tokens, and those of an administrator, have other lengths: accept one word, with nothing but quotes around it.
  const token = bare(text);
  return /^[\w.-]{8,}$/.test(token) && joined(text) === text ? { key: token } : { problem: "not_a_token" };
};

const token = pastedKey(readToken);

/** Optional fields that a form submits empty. */
const optionalToken = z.preprocess((value) => (isBlank(value) ? undefined : value), token.optional());

/** All four values sign every request (OAuth 1.0a). The access token alone is a bearer token, which 2.4.4 and later refuse by default. */
export const magentoCredentialsSchema = z
  .object({ accessToken: token, consumerKey: optionalToken, consumerSecret: optionalToken, accessTokenSecret: optionalToken })
  .superRefine((value, context) => {
    const signing = ["consumerKey", "consumerSecret", "accessTokenSecret"] as const;
    if (signing.every((name) => value[name] === undefined)) return;
    for (const name of signing) if (value[name] === undefined) context.addIssue({ code: "custom", path: [name], message: "missing" });
  });

export type MagentoCredentials = z.infer<typeof magentoCredentialsSchema>;
