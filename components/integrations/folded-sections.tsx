"use client";

// What stands at the end of an integration's page, folded: one file of scripts for all of it.
export { IntegrationSettings } from "@/components/integrations/integration-settings";
export { BackfillSection } from "@/components/sync/backfill-section";
export { InstantOrdersSection } from "@/components/sync/instant-orders-section";
export { MaintenanceSection } from "@/components/sync/maintenance-section";
export { WebhookSection } from "@/components/sync/webhook-section";
