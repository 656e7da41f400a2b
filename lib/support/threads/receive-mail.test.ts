import { describe, expect, test } from "vitest";
import { stripQuotedReply } from "@/lib/support/threads/receive-mail";

describe("of a reply by mail", () => {
  test.each([
    ["nothing quoted", "They allowed it now.\n\nMara", "They allowed it now.\n\nMara"],
    ["a quote below", "Yes.\n\nOn Wed, 25 Nov 2026 at 10:12, Mooring wrote:\n\n> Your host refuses PATCH.", "Yes."],
    [
      "an attribution of two lines",
      "Yes.\n\nOn Wed, 25 Nov 2026 at 10:12, Mooring\n<support@mooring.example> wrote:\n> ##- above -##",
      "Yes.",
    ],
    ["a German one", "Ja, läuft.\n\nAm 25.11.2026 um 10:12 schrieb Mooring:\n> Ihr Anbieter", "Ja, läuft."],
    ["Outlook's header", "Done\n\n________________________________\nVon: Mooring <support@mooring.example>\nGesendet: heute", "Done"],
    ["our own line, not quoted", "Done\n\n25.11.2026, 10:12, Mooring:\n##- Write above this line -##\nSupport answered", "Done"],
    ["a signature", "Done\n-- \nMara Visser\n+31 20", "Done"],
    ["lines with colons of one's own", "What I did:\n1. allowed PATCH at 10:30", "What I did:\n1. allowed PATCH at 10:30"],
    ["nothing of one's own", "> Your host refuses PATCH.", ""],
  ])("only the new text is kept: %s", (_, mail, own) => {
    expect(stripQuotedReply(mail)).toBe(own);
    expect(stripQuotedReply(mail.replaceAll("\n", "\r\n"))).toBe(own);
  });
});

test.each([
  "From: Mooring <support@mooring.example>\nSent: Wednesday, 25 November 2026 10:12",
  "Von: Mooring <support@mooring.example>\nGesendet: Mittwoch, 25. November 2026 10:12",
  "De\u00A0: Mooring <support@mooring.example>\nEnvoyé\u00A0: mercredi 25 novembre 2026 10:12",
  "Van: Mooring <support@mooring.example>\nVerzonden: woensdag 25 november 2026 10:12",
  "De: Mooring <support@mooring.example>\nEnviado: miércoles, 25 de noviembre de 2026 10:12",
  "*Da:* Mooring <support@mooring.example>\n*Inviato:* mercoledì 25 novembre 2026 10:12",
  "-----Message d’origine-----",
  "-----Oorspronkelijk bericht-----",
  "-----Mensaje original-----",
  "-----Messaggio originale-----",
])("the head of a quoted message is removed: %s", (head) => {
  expect(stripQuotedReply(`It works now.\n\n${head}\n\n##- Please reply above this line -##\n\nHello`)).toBe("It works now.");
});
