import { useTranslations } from "next-intl";
import { useDuration } from "@/components/incidents/use-duration";
import { Badge } from "@/components/ui/badge";
import { useTickingNow } from "@/components/ui/use-ticking-now";

/** How long until the target, or how far over it. */
export function Target({ dueAt }: { dueAt: Date }) {
  const t = useTranslations("support.queue");
  const duration = useDuration();
  const leftMs = dueAt.getTime() - useTickingNow().getTime();
  if (leftMs < 0) return <Badge tone="action_needed">{t("late", { duration: duration(-leftMs) })}</Badge>;
  return <Badge>{t("left", { duration: duration(leftMs) })}</Badge>;
}
