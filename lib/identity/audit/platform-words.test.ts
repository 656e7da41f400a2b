import { expect, test } from "vitest";
import { PLATFORMS } from "@/lib/connectors/platforms";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";

test.each(LOCALES)("the log calls every shop system by its name in %s", async (locale) => {
  const { audit } = (await loadMessages(locale)) as unknown as { audit: { value: { platform: Record<string, string> } } };
  for (const platform of PLATFORMS) expect(audit.value.platform[platform]?.toLowerCase()).toBe(platform);
  expect(Object.values(audit.value.platform)).not.toContain("woocommerce");
});
