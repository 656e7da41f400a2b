import { describe, expect, test } from "vitest";
import { CREDENTIAL_STEPS, credentialFields } from "@/lib/connectors/credentials";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { hasWebhooks } from "@/lib/connectors/webhooks";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";

type Words = Record<string, string>;
interface PlatformMessages {
  audit: { value: { platform: Words } };
  integrations: { platform: Words };
  fixes: { software: Words };
  credentials: { platforms: Record<string, { fields: Record<string, unknown>; steps: Record<string, unknown>; rights: string }> };
  sync: { instant: { needs: Words } };
}

describe.each(LOCALES)("the messages in %s", (locale) => {
  test.each(PLATFORMS)("name %s and explain its credentials and webhooks", async (platform) => {
    const { audit, integrations, fixes, credentials, sync } = (await loadMessages(locale)) as unknown as PlatformMessages;
    for (const name of [audit.value.platform[platform], integrations.platform[platform], fixes.software[platform]])
      expect(name?.toLowerCase()).toBe(platform);
    expect(audit.value.platform[platform]).not.toBe(platform);
    const form = credentials.platforms[platform];
    expect(Object.keys(form?.fields ?? {}).sort()).toEqual(
      credentialFields(platform)
        .map(({ name }) => name)
        .sort(),
    );
    expect(Object.keys(form?.steps ?? {})).toEqual(CREDENTIAL_STEPS);
    expect(typeof sync.instant.needs[platform]).toBe(hasWebhooks(platform) ? "string" : "undefined");
  });
});
