import { describe, expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { BUILT_IN_MACROS } from "@/lib/support/macros/built-in";
import { macroSchema } from "@/lib/support/macros/schema";
import { fillTemplate, findUnknown, type TemplateFacts } from "@/lib/support/macros/template";

const FACTS: TemplateFacts = {
  merchant: "Bloemen",
  shop: "Tuin",
  headline: "Orders do not arrive.",
  cause: "The firewall blocks us.",
  effect: null,
  responsibility: null,
  next_step: null,
  by_itself: null,
  link: "https://mooring.example/m",
  agent: "Ana",
};

describe("a template", () => {
  test("shows the facts, and leaves out each line of which nothing is known", () => {
    const text = "About {shop}: {headline}\n{effect}\n\nNext: {next_step}\n\n{cause} {effect}\n{agent}";
    expect(fillTemplate(text, FACTS)).toBe("About Tuin: Orders do not arrive.\n\nThe firewall blocks us.\nAna");
  });

  test("never fills what a fact contains: a shop named like a placeholder stays a name", () => {
    expect(fillTemplate("{shop} $& {merchant}", { ...FACTS, shop: "{agent} $1" })).toBe("{agent} $1 $& Bloemen");
  });

  test("names the placeholders that do not exist, as they were typed", () => {
    expect(findUnknown("{shop} {Shop} {order} { shop } {order} {} { a } }{")).toEqual(["{Shop}", "{order}", "{ shop }", "{}", "{ a }"]);
  });

  test("reads hostile text in linear time", () => {
    const startedAt = performance.now();
    findUnknown("{".repeat(200_000) + "{a".repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  test("is refused with an unknown placeholder, or without any text", () => {
    const macro = { id: null, name: "x", act: "none", snoozeHours: null };
    const refused = (texts: object) =>
      macroSchema.safeParse({ ...macro, texts }).error?.issues.map(({ message, path }) => [message, ...path]);
    expect(refused({ en: "Hello {name}" })).toEqual([["placeholder_unknown", "texts", "en"]]);
    expect(refused({ en: " ", de: "" })).toEqual([["words_missing", "texts", "en"]]);
    expect(refused({ nl: "Dag {merchant}", de: "" })).toBeUndefined();
  });
});

test.each(LOCALES)("the built-in templates in %s name known placeholders only, the same as in English", async (locale) => {
  const [messages, english] = [await loadMessages(locale), await loadMessages("en")];
  const textOf = (all: typeof messages, key: string) =>
    (all["macros"] as unknown as { built_in: Record<string, { text: string }> }).built_in[key]?.text ?? "";
  const namesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const { id } of BUILT_IN_MACROS) {
    expect(findUnknown(textOf(messages, id)), id).toEqual([]);
    expect(namesIn(textOf(messages, id)), id).toEqual(namesIn(textOf(english, id)));
    expect(textOf(messages, id), id).not.toBe("");
  }
});
