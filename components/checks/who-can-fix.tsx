"use client";

import { useTranslations } from "next-intl";
import { useIsStaffReader } from "@/components/shell/reader";
import type { Fixer } from "@/lib/health/lane/fixer";

/** Who can fix a cause, in the reader's terms. */
export function WhoCanFix({ fixer }: { fixer: Fixer }) {
  const own = useTranslations("causes.fixer");
  const forStaff = useTranslations("causes.fixer_for_staff");
  return useIsStaffReader() ? forStaff(fixer) : own(fixer);
}
