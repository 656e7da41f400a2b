import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/class-names";

const WIZARD_STEPS = ["address", "shop_system", "credentials", "import"] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

export function WizardSteps({ at, results }: { at: WizardStep; results: Partial<Record<WizardStep, string>> }) {
  const t = useTranslations("integrations.wizard");
  const here = WIZARD_STEPS.indexOf(at);
  return (
    <ol aria-label={t("steps")} className="flex flex-wrap gap-x-5 gap-y-2 lg:grid lg:content-start lg:gap-4">
      {WIZARD_STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={index === here ? "step" : undefined}
          className="grid grid-cols-[1.5rem_minmax(0,1fr)] items-start gap-2"
        >
          <span
            aria-hidden="true"
            className={cn(
              "inline-flex size-6 items-center justify-center rounded-full border text-sm",
              index < here && "border-transparent bg-healthy-soft text-healthy",
              index === here && "border-transparent bg-accent-solid text-on-accent",
              index > here && "border-line-strong text-ink-3",
            )}
          >
            {index < here ? <Check className="size-3.5" /> : index + 1}
          </span>
          <span className="min-w-0 pt-0.5">
            <span className={cn("block", index === here ? "font-medium" : "text-ink-2", index !== here && "max-sm:sr-only")}>
              {t(`step.${step}`)}
            </span>
            {results[step] ? <bdi className="block truncate text-ink-3 text-sm max-lg:hidden">{results[step]}</bdi> : null}
          </span>
        </li>
      ))}
    </ol>
  );
}
