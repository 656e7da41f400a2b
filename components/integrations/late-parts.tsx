"use client";

import { latePart } from "@/components/ui/late-part";
import { seenPart } from "@/components/ui/seen-part";

// What few integrations show.
const presses = () => import("@/components/integrations/press-parts");
export const FallbackSwitch = latePart(() => presses().then((module) => module.FallbackSwitch));
export const RehearseAgain = latePart(() => import("@/components/addresses/rehearse-again").then((module) => module.RehearseAgain));
export const RevokeReport = latePart(() => import("@/components/reports/revoke-report").then((module) => module.RevokeReport));
export const SendAllAgain = latePart(() => presses().then((module) => module.SendAllAgain));
export const TestAgain = latePart(() => presses().then((module) => module.TestAgain));
export const TryAgainButton = latePart(() => presses().then((module) => module.TryAgainButton));
export const UseAddress = latePart(() => presses().then((module) => module.UseAddress));

// What stands far down the page of each.
export const BadgeSwitch = seenPart(() => import("@/components/incidents/badge-switch").then((module) => module.BadgeSwitch), "min-w-0");
export const DayCursor = seenPart(() => import("@/components/charts/day-cursor").then((module) => module.DayCursor), "grid min-w-0 gap-4");

export const ProbeDetails = seenPart(() => import("@/components/checks/probe-details").then((module) => module.ProbeDetails), "min-h-48");
export const RequestList = seenPart(() => import("@/components/checks/request-list").then((module) => module.RequestList), "min-w-0");

const folded = () => import("@/components/integrations/folded-sections");
export const BackfillSection = seenPart(() => folded().then((module) => module.BackfillSection), "min-w-0");
export const InstantOrdersSection = seenPart(() => folded().then((module) => module.InstantOrdersSection), "min-w-0");
export const MaintenanceSection = seenPart(() => folded().then((module) => module.MaintenanceSection), "min-w-0");
export const WebhookSection = seenPart(() => folded().then((module) => module.WebhookSection), "min-w-0");
export const IntegrationSettings = seenPart(() => folded().then((module) => module.IntegrationSettings), "min-w-0");
