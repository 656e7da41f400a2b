import { expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";
import { previewMessages } from "@/lib/notify/preview-messages";
import { openWords } from "@/lib/notify/words";

const NOW = new Date("2026-03-02T08:05:00Z");

it.each(LOCALES)("%s: every kind of message has a preview that says what its message would", async (locale) => {
  const previews = previewMessages(await openWords(locale, "UTC"), NOW);
  expect(Object.keys(previews)).toEqual([...NOTIFICATION_KINDS, "weekly"]);
  for (const [kind, { subject, text }] of Object.entries(previews)) {
    expect(subject, kind).not.toMatch(/^$|[{}]|notifications\./);
    expect(text, kind).not.toMatch(/^$|[{}]|notifications\.|undefined|null/);
  }
  expect(new Set(Object.values(previews).map(({ subject }) => subject)).size).toBe(NOTIFICATION_KINDS.length + 1);
});

it("a preview names the trouble, what to do and the end, as the message would", async () => {
  const { needs_you: trouble, recovered, off_soon: warning } = previewMessages(await openWords("en", "UTC"), NOW);
  expect(trouble.text).toMatch(/does not accept the API key.*Next step: Replace key/);
  expect(recovered.text).toMatch(/^Everything works again/);
  expect(warning.text).toContain("16");
});
