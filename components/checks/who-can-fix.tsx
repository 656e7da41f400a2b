"use client";

import { useTranslations } from "next-intl";
import { useIsStaffReader } from "@/components/shell/reader";
import type { Actor } from "@/lib/health/actors";

/** Who can fix a cause, in the reader's terms. */
export function WhoCanFix({ actor }: { actor: Actor }) {
  const own = useTranslations("causes.who");
  const forStaff = useTranslations("causes.who_for_staff");
  return useIsStaffReader() ? forStaff(actor) : own(actor);
}
