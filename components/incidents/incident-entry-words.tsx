import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { z } from "zod";
import { usePhrase } from "@/components/sync/use-phrase";
import { LANES } from "@/lib/health/lane/lane-name";
import { describeReason } from "@/lib/health/lane/sentence";
import type { IncidentEntry } from "@/lib/incidents/data";
import { EFFECT_KINDS } from "@/lib/incidents/effects";
import { SHARING_WAYS } from "@/lib/incidents/incident";
import { reasonOfCause } from "@/lib/incidents/incident-reasons";

const causeSchema = z.object({
  code: z.string(),
  checkId: z.string(),
  blocker: z.string().nullable(),
  scope: z.object({ addresses: z.array(z.string()), userAgents: z.array(z.string()), methods: z.array(z.string()) }),
});

/** What each kind of entry has to say (lib/incidents/transitions.ts). */
const entrySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["opened", "came_back", "quiet", "closed"]) }),
  z.object({ kind: z.literal("effect_changed"), details: z.object({ lane: z.enum(LANES), to: z.enum(EFFECT_KINDS).nullable() }) }),
  z.object({ kind: z.enum(["cause_found", "cause_cleared"]), details: causeSchema }),
  z.object({ kind: z.literal("report_shared"), details: z.object({ how: z.enum(SHARING_WAYS), to: z.string().nullable() }) }),
  z.object({ kind: z.enum(["report_opened", "report_tested", "report_passed", "host_reminded", "host_answered", "merchant_replied"]) }),
  z.object({ kind: z.enum(["off_soon", "switched_off"]), details: z.object({ lane: z.enum(LANES) }) }),
]);

/** Words an entry of an incident's timeline; one that this version does not know by its kind. */
export function useIncidentEntryWords(): (entry: IncidentEntry) => ReactNode {
  const t = useTranslations("incidents");
  const lanes = useTranslations("sync.lane");
  const words = usePhrase();
  return (stored) => {
    const { data: entry } = entrySchema.safeParse(stored);
    if (!entry) return t("entry.other", { kind: stored.kind });
    switch (entry.kind) {
      case "effect_changed":
        return t(`was.${entry.details.to ?? "none"}.${entry.details.lane}`);
      case "cause_found":
      case "cause_cleared": {
        const reason = describeReason({ lane: "orders_in", reason: reasonOfCause(entry.details) });
        return t.rich(`entry.${entry.kind}`, { cause: () => reason && words(reason) });
      }
      case "off_soon":
      case "switched_off":
        return t(`entry.${entry.kind}`, { lane: lanes(entry.details.lane) });
      case "report_shared":
        return t(`entry.report_shared.${entry.details.how}`, { to: entry.details.to ?? "" });
      default:
        return t(`entry.${entry.kind}`);
    }
  };
}
