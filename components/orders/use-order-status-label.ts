import { useTranslations } from "next-intl";

/** The shop's status in words where it is a usual one, else as the shop calls it. */
export function useOrderStatusLabel(): (status: string, name?: string | null) => string {
  const t = useTranslations("states.order");
  return (status, name = null) => (/^[a-z-]+$/.test(status) && !(status in Object.prototype) && t.has(status) ? t(status) : name || status);
}
