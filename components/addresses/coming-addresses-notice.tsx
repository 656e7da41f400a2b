import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { Time } from "@/components/ui/time";
import type { RefusedRehearsal } from "@/lib/operations/addresses/data";

/** Warns that a shop refuses upcoming addresses; `action` is what the reader can do. */
export function ComingAddressesNotice({ coming, action }: { coming: RefusedRehearsal; action: ReactNode }) {
  const t = useTranslations("addresses.coming");
  const values = { count: coming.refused.length, addresses: coming.refused.join(", "), name: coming.name };
  return (
    <Banner tone="recovering" title={t("title", values)} action={action}>
      {t.rich("text", { ...values, day: () => <Time at={coming.plannedAt} form="day" /> })}
    </Banner>
  );
}
