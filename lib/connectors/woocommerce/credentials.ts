import { z } from "zod";
import { bare, holdsSeveral, joined, onlyOne, pastedKey, type ReadKey } from "@/lib/connectors/pasted-text";

/** The format of WooCommerce's keys: 20 bytes in hex. */
const whole = (prefix: string): RegExp => new RegExp(`${prefix}[0-9a-f]{40}`, "gi");
const DIGITS = 40;
/** Fewer digits are hardly a truncated WooCommerce key. */
const CUT_OFF_FROM = 24;

const isCutOff = (key: string): boolean => /^[0-9a-f]+$/i.test(key.slice(3)) && key.length >= 3 + CUT_OFF_FROM && key.length < 3 + DIGITS;
/** WordPress' application passwords, which WooCommerce's API ignores. */
const isApplicationPassword = (text: string): boolean => /^[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){5}$/.test(text);

const readKey =
  (prefix: "ck_" | "cs_", other: "ck_" | "cs_", { swapped, wrong }: { swapped: string; wrong: string }): ReadKey =>
  (text) => {
    const line = joined(text);
    const made = onlyOne(line, whole(prefix));
    if (made !== null) return { key: made.toLowerCase() };
    if (holdsSeveral(line, whole(prefix))) return { problem: "several" };
    const key = bare(text);
    if (new RegExp(`^${prefix}\\w{4,}$`).test(key)) return isCutOff(key) ? { problem: "cut_off" } : { key };
    // Pasted with its label, as on the page that shows it.
    const labelled = onlyOne(text, new RegExp(`(?<![\\w-])${prefix}\\w{4,}`, "g"));
    if (labelled !== null && text.endsWith(labelled)) return isCutOff(labelled) ? { problem: "cut_off" } : { key: labelled };
    if (key.toLowerCase().startsWith(other) || whole(other).test(line)) return { problem: swapped };
    if (isApplicationPassword(text)) return { problem: "application_password" };
    // The list of keys shows the last seven characters of each.
    if (prefix === "ck_" && /^(?:…|\.{2,3})?[0-9a-f]{7}$/i.test(line)) return { problem: "only_its_end" };
    return { problem: wrong };
  };

/** WooCommerce > Settings > Advanced > REST API: a key and its secret. */
export const wooCredentialsSchema = z.object({
  consumerKey: pastedKey(readKey("ck_", "cs_", { swapped: "is_the_secret", wrong: "not_a_consumer_key" })),
  consumerSecret: pastedKey(readKey("cs_", "ck_", { swapped: "is_the_key", wrong: "not_a_consumer_secret" })),
});

export type WooCredentials = z.infer<typeof wooCredentialsSchema>;
