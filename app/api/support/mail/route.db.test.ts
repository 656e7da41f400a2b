import { beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/support/mail/route";
import { LIMITS } from "@/lib/base/limits";
import { jobPlatformScope, staffMerchantScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { tellShops } from "@/lib/integrations/tell-shops";
import { deliverDue } from "@/lib/notify/deliver";
import { fanOut } from "@/lib/notify/fan-out";
import { findThread } from "@/lib/support/threads/data";
import { answerThread, askSupport, solveThread } from "@/lib/support/threads/mutations";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

// The environment is read once, on first import.
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  process.env["SUPPORT_MAIL"] = "support@mooring.test";
  process.env["SUPPORT_MAIL_SECRET"] = "what the mail server knows";
});

const platform = jobPlatformScope("test");
let ada: ConnectedShop;
let threadId: string;
let email: string;
let replyTo = "";

async function asStaff() {
  const scope = await inPlatform(async (tx) => {
    const ana = await tx.person.create({
      data: { email: `${Math.random()}@mooring.test`, name: "Ana", passwordHash: "-", staffRole: "agent" },
    });
    return staffMerchantScope(
      tx,
      { personId: ana.id, name: "Ana", email: ana.email, isStaff: true, staffRole: "agent" },
      ada.scope.merchantId,
      "ticket",
    );
  });
  if (!scope) throw new Error("no staff");
  return scope;
}

async function mailsAfter(work: () => Promise<unknown>) {
  const before = await inPlatform((tx) => tx.capturedMail.count());
  await work();
  await fanOut(platform, new Date(Date.now() - 120_000));
  while ((await deliverDue(platform, tellShops)) > 0);
  return inPlatform((tx) => tx.capturedMail.findMany({ orderBy: { at: "asc" }, skip: before }));
}

function post(mail: { from?: string; to?: string; head?: string; text: string }, secret = "what the mail server knows"): Promise<Response> {
  const { from = `Ada <${email}>`, to = replyTo, head = "", text } = mail;
  const body = `From: ${from}\r\nTo: ${to}\r\nSubject: Re: Support has answered you\r\n${head}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`;
  const headers = { "content-type": "message/rfc822", authorization: `Bearer ${secret}` };
  return POST(new Request("http://mooring.test/api/support/mail", { method: "POST", headers, body }));
}
const messages = async (): Promise<string[]> => (await findThread(ada.scope, threadId))?.messages.map(({ text }) => text) ?? [];

beforeAll(async () => {
  ada = await connectShop();
  const asked = await askSupport(ada.scope, { text: "Why?", integrationId: ada.integrationId, causeCode: null, runId: null });
  if (!asked.ok) throw new Error(asked.reason);
  threadId = asked.value.threadId;
  email = ada.scope.actor.kind === "member" ? `${ada.scope.actor.personId}@shop.example` : "";
});

describe("a reply from support", () => {
  it("is mailed with its text, and can be answered by mail", async () => {
    const [mail, ...more] = await mailsAfter(async () =>
      answerThread(await asStaff(), { threadId, text: "Your host refuses PATCH.\nAsk them." }),
    );
    expect(more).toEqual([]);
    expect(mail?.recipient).toBe(email);
    expect(mail?.text).toMatch(/^##- Write your answer above this line -##/);
    expect(mail?.text).toContain("Support answered your question.\n\nYour host refuses PATCH.\nAsk them.");
    replyTo = String((mail?.headers as Record<string, string> | undefined)?.["Reply-To"] ?? "");
    expect(replyTo).toMatch(/^support\+[0-9a-f]{48}@mooring\.test$/);

    const quoted = (mail?.text ?? "").replace(/^/gm, "> ");
    const text = `They allowed it now.\n\nOn Wed, 25 Nov 2026 at 10:12, Mooring wrote:\n${quoted}`;
    expect((await post({ text })).status).toBe(204);
    expect(await messages()).toEqual(["Why?", "Your host refuses PATCH.\nAsk them.", "They allowed it now."]);
    const thread = await findThread(ada.scope, threadId);
    expect(thread).toMatchObject({ status: "open", lastFrom: "merchant" });
    expect(thread?.messages.at(-1)?.author).toMatchObject({ kind: "member", name: "Ada" });
  });

  it("is mailed when it solves the question, which a reply by mail reopens", async () => {
    const [mail] = await mailsAfter(async () => solveThread(await asStaff(), { threadId, causeCode: null, fix: "The host allowed PATCH" }));
    expect(mail?.text).toContain("marked your question as solved.\n\nThe host allowed PATCH");
    // As lists and Bcc deliver it; some clients write addresses in capitals.
    const head = `Delivered-To: ${replyTo.toUpperCase()}\r\n`;
    expect((await post({ to: "somebody@else.test", head, text: "It came back. My key is ck_0123456789abcdef0123." })).status).toBe(204);
    expect((await messages()).at(-1)).toBe("It came back. My key is •••.");
    expect((await findThread(ada.scope, threadId))?.status).toBe("open");
  });
});

describe("an unauthorized or empty mail", () => {
  it.each([
    ["without the mail server's secret", () => post({ text: "x" }, "guessed"), 401],
    ["from another sender who knows the address", () => post({ from: "eve@evil.test", text: "x" }), 404],
    ["with a changed address", () => post({ to: replyTo.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@")), text: "x" }), 404],
    ["to another mailbox", () => post({ to: replyTo.replace("@mooring.test", "@evil.test"), text: "x" }), 404],
    ["sent automatically", () => post({ head: "Auto-Submitted: auto-replied\r\n", text: "I am away." }), 422],
    ["with only a quote", () => post({ text: "> Your host refuses PATCH." }), 422],
    ["that is no mail", () => post({ to: "", from: "", text: "" }), 404],
    ["with endless header lines", () => post({ head: `X-Any: ${"a,".repeat(LIMITS.mailHead)}\r\n`, text: "x" }), 404],
    ["with endless parts", () => post({ head: "Content-Type: multipart/mixed; boundary=a\r\n", text: "--a\r\n\r\n".repeat(10_000) }), 404],
  ])("is rejected: %s", async (_, send, status) => {
    const before = await messages();
    expect((await send()).status).toBe(status);
    expect(await messages()).toEqual(before);
  });

  it("from a member of another merchant, a viewer or a former member is rejected, even at a signed address", async () => {
    const outsider = await connectShop();
    const outsiderMail = outsider.scope.actor.kind === "member" ? `${outsider.scope.actor.personId}@shop.example` : "";
    const before = await messages();
    expect((await post({ from: outsiderMail, text: "x" })).status).toBe(404);
    await inPlatform((tx) => tx.membership.updateMany({ where: { merchantId: ada.scope.merchantId }, data: { role: "viewer" } }));
    expect((await post({ text: "I only view." })).status).toBe(404);
    await inPlatform((tx) => tx.membership.deleteMany({ where: { merchantId: ada.scope.merchantId } }));
    expect((await post({ text: "I left." })).status).toBe(404);
    expect(await messages()).toEqual(before);
  });
});
