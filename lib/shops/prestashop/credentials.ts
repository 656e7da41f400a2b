import { z } from "zod";
import { pastedText } from "@/lib/shops/pasted-text";

/** Advanced Parameters > Webservice: exactly 32 characters (PrestaShop answers code 18 to any other length). */
export const prestashopCredentialsSchema = z.object({
  key: pastedText.refine((text) => /^[A-Za-z0-9]{32}$/.test(text), "not_a_webservice_key"),
});

export type PrestashopCredentials = z.infer<typeof prestashopCredentialsSchema>;
