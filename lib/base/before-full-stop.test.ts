import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { beforeFullStop } from "@/lib/base/texts";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";

test.each(LOCALES)("a name that ends with a full stop does not end a sentence with two, in %s", async (locale) => {
  const t = createTranslator({ locale, messages: await loadMessages(locale) }) as unknown as (key: string, values: object) => string;
  const [merchant, shop] = [beforeFullStop("Noordzee Handel B.V."), beforeFullStop("Thee & Co.")];
  expect(t("notifications.mail.footer", { merchant })).toContain("Noordzee Handel B.V. ");
  expect(t("members.lead", { merchant, count: 2 })).toMatch(/B\.V\.$/);
  expect(t("threads.ask.lead_shop", { shop })).toContain("Thee & Co. ");
  const mails = JSON.stringify((await loadMessages(locale)).mails);
  expect(mails, "no sentence of the mails ends with a name, since they show names unchanged").not.toMatch(
    /\{(?:merchant|name|inviter)\}\./,
  );
});
