import { Mail, Play, RotateCw, Send, Stethoscope } from "lucide-react";
import { useTranslations } from "next-intl";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import type { ShopSteps } from "@/components/integrations/use-shop-steps";
import type { ReportSource } from "@/components/reports/report-source";
import { SendReport } from "@/components/reports/send-report";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { anyKey } from "@/lib/i18n/any-key";
import type { Story } from "@/lib/incidents/describe-incident";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { hrefOfStep } from "@/lib/integrations/story";

interface NextStepProps {
  row: IntegrationRow;
  step: NonNullable<Story["step"]>;
  steps: ShopSteps;
  /** Content of a report to the hosting provider; null if no stored check shows what is open. */
  report: ReportSource | null;
}

/** The one next step of a shop, under the name that every page, message and program gives it. */
export function NextStep({ row, step: { act, label: phrase }, steps, report }: NextStepProps) {
  const { merchantId } = useShopIds();
  const label = anyKey(useTranslations("states"))(phrase.key);
  const { pending, trigger, isChecking, isPosting } = steps;
  const canMail = row.incident?.asked?.how === "mail";
  if (report && (act === "share_with_host" || (act === "remind_host" && !canMail)))
    return <SendReport source={report} label={label} variant="primary" />;
  const buttons = {
    refresh: [pending === "refresh", () => trigger("refresh"), RotateCw],
    test_again: [isChecking, () => trigger("check"), Stethoscope],
    resume: [pending === "resume", () => trigger("resume"), Play],
    use_post: [isPosting, steps.sendByPost, Send],
    remind_host: [isPosting, steps.remind, Mail],
  } as const;
  if (act in buttons && (act !== "remind_host" || canMail)) {
    const [isPending, click, Icon] = buttons[act as keyof typeof buttons];
    return (
      <Button variant="primary" pending={isPending} onClick={click}>
        {isPending ? null : <Icon />}
        {label}
      </Button>
    );
  }
  return (
    <LinkButton variant="primary" href={hrefOfStep(act, merchantId, row.id)}>
      {label}
    </LinkButton>
  );
}
