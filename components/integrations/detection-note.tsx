import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { focusHeading } from "@/components/ui/focus-heading";
import { StateShape } from "@/components/ui/state-shape";
import type { AddressInspection } from "@/lib/integrations/connect-actions";

export type Found = Extract<AddressInspection, { kind: "found" }>;

/** The detected shop system and the evidence; without one, what was found instead and what to do. */
export function DetectionNote({ found, onTake }: { found: Found; onTake: (address: string) => void }) {
  const t = useTranslations("integrations.wizard");
  const system = useTranslations("integrations.platform");
  const { detected, miss } = found;
  const isThere = detected?.by === "api" || detected?.by === "page";
  const to = miss?.to ?? null;
  const title = (): string => {
    if (!detected) return t("not_found");
    return detected.by === "no_plugin" ? t("found_wordpress") : t("found", { platform: system(detected.platform) });
  };
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-lg border border-line bg-surface p-4">
      <StateShape tone={isThere ? "healthy" : "recovering"} className="mt-[3px]" />
      <div>
        <h2 ref={focusHeading} tabIndex={-1} className="outline-none font-medium">
          {title()}
        </h2>
        <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
          {detected ? t(`evidence_${detected.by}`, { path: detected.path.split("?")[0] ?? "/" }) : null}
          {miss ? `${t(`missed.${miss.why}`, { status: miss.status ?? 0, to: to ?? "" })} ${t("not_found_text")}` : null}
        </p>
        {to === null ? null : (
          <Button className="mt-2" onClick={() => onTake(to)}>
            {t("take_address")}
          </Button>
        )}
      </div>
    </div>
  );
}
