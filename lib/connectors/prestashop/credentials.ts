import { z } from "zod";
import { bare, holdsSeveral, joined, onlyOne, pastedKey, type ReadKey } from "@/lib/connectors/pasted-text";

const KEY = /(?<![\p{L}\p{N}])[A-Za-z0-9]{32}(?![\p{L}\p{N}])/gu;

/** Keys entered by hand may contain these characters, too. */
const TYPED_KEY = /(?<![\p{L}\p{N}@?#_-])[A-Za-z0-9@?#_-]{32}(?![\p{L}\p{N}@?#_-])/gu;

const readKey: ReadKey = (text) => {
  // First the key on one line, then broken into lines: no other word in the text has as many characters.
  const key = onlyOne(text, KEY) ?? onlyOne(bare(text), KEY) ?? onlyOne(text, TYPED_KEY) ?? onlyOne(joined(text), TYPED_KEY);
  if (key !== null) return { key };
  return { problem: holdsSeveral(text, KEY) ? "several" : "not_a_webservice_key" };
};

/** Advanced Parameters > Webservice: exactly 32 characters (PrestaShop answers code 18 to any other length). */
export const prestashopCredentialsSchema = z.object({ key: pastedKey(readKey) });

export type PrestashopCredentials = z.infer<typeof prestashopCredentialsSchema>;
