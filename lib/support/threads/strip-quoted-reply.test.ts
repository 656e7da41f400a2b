import { describe, expect, test } from "vitest";
import { stripQuotedReply } from "@/lib/support/threads/strip-quoted-reply";

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
