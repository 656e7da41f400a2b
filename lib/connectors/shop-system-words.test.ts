import { describe, expect, test } from "vitest";
import { CREDENTIAL_STEPS, credentialFields } from "@/lib/connectors/credentials";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { hasWebhooks } from "@/lib/connectors/webhooks";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";

type Words = Record<string, string>;
interface ShopSystemMessages {
  audit: { value: { shopSystem: Words } };
  integrations: { shop_system: Words };
  fixes: { software: Words };
  causes: { blockers: Words };
  credentials: { shop_systems: Record<string, { fields: Record<string, unknown>; steps: Record<string, unknown>; rights: string }> };
  sync: { instant: { needs: Words } };
}

describe.each(LOCALES)("the messages in %s", (locale) => {
  test.each(SHOP_SYSTEMS)("name %s and explain its credentials and webhooks", async (shopSystem) => {
    const { audit, integrations, fixes, causes, credentials, sync } = (await loadMessages(locale)) as unknown as ShopSystemMessages;
    for (const names of [audit.value.shopSystem, integrations.shop_system, fixes.software, causes.blockers])
      expect(names[shopSystem]?.toLowerCase()).toBe(shopSystem);
    expect(audit.value.shopSystem[shopSystem]).not.toBe(shopSystem);
    const form = credentials.shop_systems[shopSystem];
    expect(Object.keys(form?.fields ?? {}).sort()).toEqual(
      credentialFields(shopSystem)
        .map(({ name }) => name)
        .sort(),
    );
    expect(Object.keys(form?.steps ?? {})).toEqual(CREDENTIAL_STEPS);
    expect(typeof sync.instant.needs[shopSystem]).toBe(hasWebhooks(shopSystem) ? "string" : "undefined");
  });
});
