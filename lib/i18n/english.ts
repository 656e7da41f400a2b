import type { DateFormats } from "@/lib/i18n/date-formats";
import type addresses from "@/lib/i18n/messages/en/addresses.json";
import type api from "@/lib/i18n/messages/en/api.json";
import type app from "@/lib/i18n/messages/en/app.json";
import type audit from "@/lib/i18n/messages/en/audit.json";
import type auth from "@/lib/i18n/messages/en/auth.json";
import type backfill from "@/lib/i18n/messages/en/backfill.json";
import type causes from "@/lib/i18n/messages/en/causes.json";
import type checks from "@/lib/i18n/messages/en/checks.json";
import type command from "@/lib/i18n/messages/en/command.json";
import type connect from "@/lib/i18n/messages/en/connect.json";
import type credentials from "@/lib/i18n/messages/en/credentials.json";
import type days from "@/lib/i18n/messages/en/days.json";
import type demo from "@/lib/i18n/messages/en/demo.json";
import type developers from "@/lib/i18n/messages/en/developers.json";
import type errors from "@/lib/i18n/messages/en/errors.json";
import type events from "@/lib/i18n/messages/en/events.json";
import type exportsOf from "@/lib/i18n/messages/en/exports.json";
import type fixes from "@/lib/i18n/messages/en/fixes.json";
import type fleet from "@/lib/i18n/messages/en/fleet.json";
import type help from "@/lib/i18n/messages/en/help.json";
import type history from "@/lib/i18n/messages/en/history.json";
import type incidents from "@/lib/i18n/messages/en/incidents.json";
import type integrations from "@/lib/i18n/messages/en/integrations.json";
import type macros from "@/lib/i18n/messages/en/macros.json";
import type mails from "@/lib/i18n/messages/en/mails.json";
import type maintenance from "@/lib/i18n/messages/en/maintenance.json";
import type members from "@/lib/i18n/messages/en/members.json";
import type notifications from "@/lib/i18n/messages/en/notifications.json";
import type orders from "@/lib/i18n/messages/en/orders.json";
import type overview from "@/lib/i18n/messages/en/overview.json";
import type privacy from "@/lib/i18n/messages/en/privacy.json";
import type reports from "@/lib/i18n/messages/en/reports.json";
import type settings from "@/lib/i18n/messages/en/settings.json";
import type states from "@/lib/i18n/messages/en/states.json";
import type status from "@/lib/i18n/messages/en/status.json";
import type support from "@/lib/i18n/messages/en/support.json";
import type sync from "@/lib/i18n/messages/en/sync.json";
import type threads from "@/lib/i18n/messages/en/threads.json";
import type timeline from "@/lib/i18n/messages/en/timeline.json";
import type tokens from "@/lib/i18n/messages/en/tokens.json";
import type tools from "@/lib/i18n/messages/en/tools.json";
import type tracking from "@/lib/i18n/messages/en/tracking.json";

/** The English messages by namespace. Their keys are those of every language. */
export type Messages = {
  addresses: typeof addresses;
  api: typeof api;
  app: typeof app;
  audit: typeof audit;
  auth: typeof auth;
  backfill: typeof backfill;
  causes: typeof causes;
  checks: typeof checks;
  command: typeof command;
  connect: typeof connect;
  credentials: typeof credentials;
  days: typeof days;
  demo: typeof demo;
  developers: typeof developers;
  errors: typeof errors;
  events: typeof events;
  exports: typeof exportsOf;
  fixes: typeof fixes;
  fleet: typeof fleet;
  help: typeof help;
  history: typeof history;
  incidents: typeof incidents;
  integrations: typeof integrations;
  macros: typeof macros;
  mails: typeof mails;
  maintenance: typeof maintenance;
  members: typeof members;
  notifications: typeof notifications;
  orders: typeof orders;
  overview: typeof overview;
  privacy: typeof privacy;
  reports: typeof reports;
  settings: typeof settings;
  states: typeof states;
  status: typeof status;
  support: typeof support;
  sync: typeof sync;
  threads: typeof threads;
  timeline: typeof timeline;
  tokens: typeof tokens;
  tools: typeof tools;
  tracking: typeof tracking;
};

declare module "next-intl" {
  // next-intl types every key of a text and every name of a format by this.
  interface AppConfig {
    Messages: Messages;
    Formats: DateFormats;
  }
}
