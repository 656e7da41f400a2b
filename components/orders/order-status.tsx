import { useOrderStatusLabel } from "@/components/orders/use-order-status-label";
import { Badge } from "@/components/ui/badge";
import { ownValue } from "@/lib/base/own-value";

const TONES: Readonly<Record<string, "neutral" | "healthy" | "working" | "recovering" | "action_needed">> = {
  processing: "working",
  completed: "healthy",
  "on-hold": "recovering",
  pending: "recovering",
  failed: "action_needed",
};

export function OrderStatus({ status }: { status: string }) {
  const words = useOrderStatusLabel();
  return (
    <Badge tone={ownValue(TONES, status) ?? "neutral"} className="max-w-36 whitespace-normal sm:max-lg:max-w-32">
      <bdi className="line-clamp-3">{words(status)}</bdi>
    </Badge>
  );
}
