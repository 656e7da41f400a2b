"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { OutcomeFields } from "@/components/outcomes/outcome-fields";
import { ActionForm } from "@/components/shell/action-form";
import { PastTime } from "@/components/sync/past-time";
import { Button, SubmitButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextAreaField } from "@/components/ui/fields";
import { Parts } from "@/components/ui/parts";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { recordOutcomeAction } from "@/lib/support/outcomes/actions";
import type { EndedIncident } from "@/lib/support/outcomes/data";

export interface NamedEnded extends EndedIncident {
  causeName: string | null;
}

interface EndedListProps {
  ended: readonly NamedEnded[];
  causes: readonly { code: string; name: string }[];
}

/** Closed incidents of the reader that nobody has said the outcome of. */
export function EndedList({ ended, causes }: EndedListProps) {
  const t = useTranslations("threads.outcome");
  const [open, setOpen] = useState<NamedEnded | null>(null);
  return (
    <Section title={t("title")} className="mt-8 grid gap-2">
      <p className="text-ink-2">{t("lead")}</p>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {ended.map((one) => (
          <li key={one.incidentId} className="flex flex-wrap items-center justify-between gap-2 px-4 py-3 [overflow-wrap:anywhere]">
            <div className="min-w-0">
              <bdi className="font-medium">{one.shop}</bdi>
              <p className="text-ink-2 text-sm">
                <Parts>
                  <bdi>{one.merchantName}</bdi>
                  {one.causeName ? <span>{one.causeName}</span> : null}
                  <span>{t.rich("closed", { at: () => <PastTime at={one.closedAt} /> })}</span>
                </Parts>
              </p>
            </div>
            <Button size="sm" onClick={() => setOpen(one)} aria-label={`${t("button")}: ${one.shop}`}>
              {t("button")}
            </Button>
          </li>
        ))}
      </ul>
      {open ? <OutcomeDialog ended={open} causes={causes} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}

function OutcomeDialog({ ended, causes, onClose }: { ended: NamedEnded; causes: EndedListProps["causes"]; onClose: () => void }) {
  const t = useTranslations("threads.outcome");
  const router = useRouter();
  const { merchantId, incidentId, shop, causeName } = ended;
  return (
    <Dialog open onClose={onClose} title={t("dialog", { shop })} description={causeName ?? t("no_diagnosis")}>
      <ActionForm
        action={(data) =>
          recordOutcomeAction({
            merchantId,
            incidentId,
            solvedBy: data.get("solvedBy"),
            verdict: data.get("verdict") ?? "unknown",
            actualCause: data.get("actualCause"),
            text: data.get("text"),
          })
        }
        done={() => {
          toast.success(t("saved"));
          onClose();
          router.refresh();
        }}
      >
        <OutcomeFields isDiagnosed={causeName !== null} />
        <SelectField label={t("actual")} name="actualCause" defaultValue="" className="w-full">
          <option value="">{t("no_other")}</option>
          {causes.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextAreaField label={t("text")} name="text" maxLength={600} />
        <SubmitButton className="justify-self-start">{t("save")}</SubmitButton>
      </ActionForm>
    </Dialog>
  );
}
