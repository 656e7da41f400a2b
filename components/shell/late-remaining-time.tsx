"use client";

import { latePart } from "@/components/ui/late-part";

/** Comes with the pages of staff who act for a merchant. */
export const LateRemainingTime = latePart(() => import("@/components/shell/remaining-time").then((module) => module.RemainingTime));
