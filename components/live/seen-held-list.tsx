"use client";

import { seenPart } from "@/components/ui/seen-part";

/** The list of held-list.tsx where it stands far down a page. */
export const SeenHeldList = seenPart(() => import("@/components/live/held-list").then((module) => module.HeldList), "min-w-0");
