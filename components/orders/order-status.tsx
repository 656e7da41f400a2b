import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

const TONES: Readonly<Record<string, "neutral" | "in_order" | "working" | "heals_alone" | "needs_you">> = {
  processing: "working",
  completed: "in_order",
  "on-hold": "heals_alone",
  pending: "heals_alone",
  failed: "needs_you",
};

/** The shop's status in words where it is a usual one, else as the shop calls it. */
export function OrderStatus({ status }: { status: string }) {
  const t = useTranslations("states.order");
  const known = /^[a-z-]+$/.test(status) && t.has(status);
  return (
    <Badge tone={TONES[status] ?? "neutral"} className="max-w-40">
      <bdi className="truncate">{known ? t(status) : status}</bdi>
    </Badge>
  );
}
