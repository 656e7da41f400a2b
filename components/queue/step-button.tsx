import { RotateCw, Stethoscope } from "lucide-react";
import { useRouter } from "next/navigation";
import { useNow, useTranslations } from "next-intl";
import type { Desk } from "@/components/queue/desk";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { toast } from "@/components/ui/toast";
import { printQuery, route } from "@/lib/base/route";
import { anyKey } from "@/lib/i18n/any-key";
import { hrefOfStep, tellShop } from "@/lib/integrations/story";
import { tryStepAction } from "@/lib/support/queue/actions";
import type { QueueEntry } from "@/lib/support/queue/data";

/** The one next step: asks the shop at once, or opens the merchant where the step is. */
export function StepButton({ entry: { merchantId, row }, desk }: { entry: QueueEntry; desk: Desk }) {
  const t = useTranslations("support.queue");
  const states = anyKey(useTranslations("states"));
  const router = useRouter();
  const { run, pending } = useAction();
  const { step } = tellShop(row, { kind: "staff" }, useNow());
  if (!step) return null;
  const { act } = step;
  const label = act === "ask_support" ? t("step.open") : states(step.label.key);
  const name = t("action_for", { action: label, shop: row.name });
  if (act === "refresh" || act === "test_again") {
    if (!desk.mayAct) return null;
    const Icon = act === "refresh" ? RotateCw : Stethoscope;
    return (
      <Button
        size="sm"
        icon={<Icon />}
        pending={pending || row.run !== null}
        aria-label={name}
        onClick={() =>
          run(
            () => tryStepAction(merchantId, { integrationId: row.id, act }),
            (answer) => {
              if (answer.kind === "started") toast.success(t("step.started"));
              else toast.error(t("step.too_soon", { seconds: answer.retryAfterSeconds }));
              router.refresh();
            },
          )
        }
      >
        {label}
      </Button>
    );
  }
  const page = hrefOfStep(act === "ask_support" ? "show_fix" : act, merchantId, row.id).split(/[?#]/)[0] ?? "";
  return (
    <LinkButton size="sm" href={route(`/support/merchants/${merchantId}${printQuery({ to: page })}`)} aria-label={name}>
      {label}
    </LinkButton>
  );
}
