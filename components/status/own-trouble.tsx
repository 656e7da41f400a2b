import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { AreaHistory } from "@/lib/operations/status/slots";

/** Says on a merchant's pages that trouble is ours, so that no one searches it in their shop. */
export function OwnTrouble({ areas }: { areas: readonly AreaHistory[] }) {
  const t = useTranslations("status");
  const format = useFormatter();
  if (areas.length === 0) return null;
  const kind = areas.some(({ now }) => now === "down") ? "down" : "degraded";
  const names = format.list(areas.map(({ area }) => t(`areas.${area}`)));
  return (
    <p role="status" className="border-line border-b bg-recovering-soft px-4 py-2 text-sm sm:px-6">
      {t(`notice.${kind}`, { areas: names })}{" "}
      <Link href="/status" className="font-medium underline">
        {t("notice.more")}
      </Link>
    </p>
  );
}
