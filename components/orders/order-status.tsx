import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { ownValue } from "@/lib/base/own-value";
import { anyKey } from "@/lib/i18n/any-key";

/** Label of a common status, else the shop's own name for it. */
export function useOrderStatusLabel(): (status: string, name?: string | null) => string {
  const t = anyKey(useTranslations("states.order"));
  return (status, name = null) => (/^[a-z-]+$/.test(status) && !(status in Object.prototype) && t.has(status) ? t(status) : name || status);
}

const TONES: Readonly<Record<string, "neutral" | "healthy" | "working" | "recovering" | "action_needed">> = {
  processing: "working",
  completed: "healthy",
  "on-hold": "recovering",
  pending: "recovering",
  failed: "action_needed",
};

export function OrderStatus({ status, name }: { status: string; name: string | null }) {
  const labelOf = useOrderStatusLabel();
  return (
    <Badge tone={ownValue(TONES, status) ?? "neutral"} className="max-w-36 whitespace-normal sm:max-lg:max-w-32">
      <bdi className="line-clamp-3">{labelOf(status, name)}</bdi>
    </Badge>
  );
}
