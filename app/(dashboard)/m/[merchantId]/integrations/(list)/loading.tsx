import { getTranslations } from "next-intl/server";
import { ListSkeleton } from "@/components/integrations/list-skeleton";

export default async function Loading() {
  const t = await getTranslations("integrations");
  return <ListSkeleton title={t("title")} loading={t("loading")} />;
}
