"use client";

import { useTranslations } from "next-intl";
import { useIsStaffReader } from "@/components/shell/reader";
import type { Actor } from "@/lib/health/actors";

/** Who can remove a cause, named as the reader knows them. */
export function WhoCanFix({ actor }: { actor: Actor }) {
  const t = useTranslations("causes.who");
  const isStaff = useIsStaffReader();
  return isStaff && actor !== "nobody" ? t(`staff.${actor}`) : t(actor);
}
