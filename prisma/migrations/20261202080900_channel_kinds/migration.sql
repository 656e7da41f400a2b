-- The code is the one list of kinds of channels: what it writes is typed, and what it reads is checked (lib/notify/channel-kinds.ts).
ALTER TABLE "notification_channel" DROP CONSTRAINT "notification_channel_kind_check";
