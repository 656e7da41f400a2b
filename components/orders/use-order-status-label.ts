import { useTranslations } from "next-intl";

/** Label of a common status, else the shop's own name for it. */
export function useOrderStatusLabel(): (status: string, name?: string | null) => string {
  const t = useTranslations("states.order");
  return (status, name = null) => (/^[a-z-]+$/.test(status) && !(status in Object.prototype) && t.has(status) ? t(status) : name || status);
}
