import { makeCause } from "@/lib/check/diagnosis/make-cause";
import type { Findings } from "@/lib/check/probe/findings";
import type { Observation } from "@/lib/check/probe/observation";
import type { Cause } from "@/lib/check/result";
import { asRecord, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { detectFromPage } from "@/lib/connectors/probes";

// Shop systems without a connector that answer at the same paths.

/** A JSON:API refusal: each error repeats the status as text. No supported shop system writes that. */
export function isJsonApiRefusal({ status, json }: SeenAnswer): boolean {
  const errors = asRecord(json)?.["errors"];
  if (status !== 401 || !Array.isArray(errors) || errors.length === 0) return false;
  return errors.every((error) => {
    const fields = asRecord(error);
    return fields?.["status"] === String(status) && ["code", "title", "detail"].some((name) => typeof fields[name] === "string");
  });
}

const isShopware = ({ text, headers }: SeenAnswer): boolean =>
  headers.some(([name]) => /^sw-/.test(name)) || /\/bundles\/storefront\/|shopware/i.test(text.slice(0, 200_000));

/** `wrong_shop_system` for a JSON:API refusal. API gateways write the same form, so a home page of the expected system rules it out. */
export function explainOtherSystem({ shopSystem, location }: Findings, fail: Observation): Cause | null {
  const page = location.homePage?.answer;
  if (!fail.answer || !isJsonApiRefusal(fail.answer) || !page || page.status >= 400) return null;
  const known = detectFromPage(page)?.shopSystem ?? null;
  if (known === shopSystem) return null;
  const found = known ?? ([fail.answer, page].some(isShopware) ? "shopware" : null);
  return makeCause("wrong_shop_system", { pass: null, fail }, { details: { expected: shopSystem, ...(found === null ? {} : { found }) } });
}
