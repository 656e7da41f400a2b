import { useTranslations } from "next-intl";
import type { Platform } from "@/lib/connectors/platforms";

export function PlatformName({ platform }: { platform: Platform }) {
  return useTranslations("integrations.platform")(platform);
}
