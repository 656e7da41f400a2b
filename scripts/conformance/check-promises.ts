import { checkBreaks } from "@/scripts/conformance/promises/breaks";
import { checkConnecting } from "@/scripts/conformance/promises/connecting";
import { checkCounting } from "@/scripts/conformance/promises/counting";
import { checkImport } from "@/scripts/conformance/promises/importing";
import { checkLookup } from "@/scripts/conformance/promises/lookup";
import { checkTracking } from "@/scripts/conformance/promises/tracking";
import { checkWebhooks } from "@/scripts/conformance/promises/webhooks";
import type { Outcome, Subject } from "@/scripts/conformance/subject";

/** Each part in turn, since parcels and edits change the shop. Later ones ask the shop anew. */
const PARTS: Readonly<Record<string, (subject: Subject) => Promise<Outcome[]>>> = {
  connecting: checkConnecting,
  importing: checkImport,
  counting: checkCounting,
  lookup: checkLookup,
  tracking: checkTracking,
  webhooks: checkWebhooks,
  breaks: checkBreaks,
};

/** Tests what our connectors promise against this shop. A part that fails as a whole is a broken promise. */
export async function checkPromises(subject: Subject, onPart: (part: string) => void = () => {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [part, check] of Object.entries(PARTS)) {
    onPart(part);
    const ended = await check(subject).catch((error: unknown): Outcome[] => [
      { promise: `The test of ${part} ends`, held: false, shown: error instanceof Error ? error.message : String(error) },
    ]);
    outcomes.push(...ended);
  }
  return outcomes;
}
