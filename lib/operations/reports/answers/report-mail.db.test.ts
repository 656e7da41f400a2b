import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { tellShops } from "@/lib/integrations/tell-shops";
import { deliverDue } from "@/lib/notify/deliver";
import { fanOut } from "@/lib/notify/fan-out";
import { listReportMessages } from "@/lib/operations/reports/answers/data";
import { mailReplies } from "@/lib/operations/reports/answers/mail-replies";
import { answerReport, replyToHost } from "@/lib/operations/reports/answers/mutations";
import { findReport, type OpenReport } from "@/lib/operations/reports/find-report";
import { mailReports } from "@/lib/operations/reports/mail-reports";
import { createReport, revokeReport } from "@/lib/operations/reports/mutations";
import { receiveMail } from "@/lib/support/threads/receive-mail";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { sampleResult } from "@/lib/testing/report-sample";

// The environment is read once, on first import.
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  process.env["SUPPORT_MAIL"] = "support@mooring.test";
});

afterAll(closeQueue);

const platform = jobPlatformScope("test");
const HOST = "help@hosting.example";
const url = "https://bloemen.example";
const SIGNED = /^support\+[0-9a-f]{48}@mooring\.test$/;

let shop: ConnectedShop;
let reportId: string;
let token: string;

async function makeReport(mailTo: string | undefined): Promise<{ reportId: string; token: string }> {
  const { scope, integrationId } = shop;
  const { merchantId } = scope;
  const check = await inMerchant(merchantId, (tx) =>
    tx.reachabilityCheck.create({
      data: { merchantId, integrationId, trigger: "manual", status: "done", requestedBy: {}, result: sampleResult({ url }) },
      select: { id: true },
    }),
  );
  const input = { integrationId, checkId: check.id, causeIndexes: [0], locale: "en" as const, shownName: "", days: 7, mailTo };
  const made = await createReport(scope, input);
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

async function openLink(): Promise<OpenReport> {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") throw new Error(found.kind);
  return found.report;
}

async function newestMailTo(recipient: string) {
  const mail = await inPlatform((tx) => tx.capturedMail.findFirst({ where: { recipient }, orderBy: { at: "desc" } }));
  return { text: mail?.text ?? "", replyTo: String((mail?.headers as Record<string, string> | undefined)?.["Reply-To"] ?? "") };
}

const receive = (fields: { from: string; to: string; head?: string; body: string }) =>
  receiveMail(platform, Buffer.from(`From: ${fields.from}\r\nTo: ${fields.to}\r\n${fields.head ?? ""}\r\n${fields.body}`));
const newest = async () => (await listReportMessages(shop.scope, [reportId])).at(-1);

beforeAll(async () => {
  shop = await connectShop({ baseUrl: url });
  ({ reportId, token } = await makeReport(HOST));
  await mailReports(platform);
});

describe("a report that was mailed", () => {
  let signed: string;

  it("is answered by mail, from any mailbox that got it, with its files", async () => {
    const mail = await newestMailTo(HOST);
    signed = mail.replyTo;
    expect(signed).toMatch(SIGNED);
    const body = [
      "--b\r\nContent-Type: text/plain\r\n\r\nWhich rule? ck_0123456789abcdef\r\n",
      `--b\r\nContent-Type: text/plain\r\n\r\n${mail.text.replace(/^/gm, "> ")}\r\n`,
      "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=error.log\r\n\r\n403 192.0.2.1\r\n",
      "--b\r\nContent-Type: image/svg+xml\r\nContent-Disposition: attachment; filename=a.svg\r\n\r\n<svg><script/></svg>\r\n--b--\r\n",
    ].join("");
    const head = "Content-Type: multipart/mixed; boundary=b\r\n";
    expect(await receive({ from: "colleague@hosting.example", to: signed, head, body })).toBe("answered");
    expect(await newest()).toMatchObject({
      side: "host",
      kind: "message",
      text: expect.stringMatching(/^Which rule\? •••/),
      attachments: [{ name: "error.log" }],
    });
  });

  it("takes no mail at a changed address, of a machine, or with only a quote", async () => {
    const before = (await newest())?.id;
    const from = HOST;
    const changed = signed.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@"));
    expect(await receive({ from, to: changed, body: "x" })).toBe("unknown");
    expect(await receive({ from, to: signed, head: "Auto-Submitted: auto-replied\r\n", body: "We got your ticket." })).toBe("nothing");
    expect(await receive({ from, to: signed, body: "> quoted" })).toBe("nothing");
    expect((await newest())?.id).toBe(before);
  });

  it("brings the host's answer to the member, whose reply by mail is mailed to the host", async () => {
    await answerReport(await openLink(), { kind: "need_more", text: "Which address?" });
    await fanOut(platform, new Date(Date.now() - 120_000));
    while ((await deliverDue(platform, tellShops)) > 0);
    const email = shop.scope.actor.kind === "member" ? `${shop.scope.actor.personId}@shop.example` : "";
    const { replyTo, text } = await newestMailTo(email);
    expect(text).toContain("Which address?");
    expect(replyTo).toMatch(SIGNED);
    expect(await receive({ from: HOST, to: replyTo, body: "Not the member" })).toBe("unknown");
    expect(await receive({ from: email, to: replyTo, body: "All of them." })).toBe("answered");
    expect(await newest()).toMatchObject({ side: "merchant", text: "All of them." });
    expect(await mailReplies(platform)).toBe(1);
    expect(await mailReplies(platform), "once").toBe(0);
    const reply = await newestMailTo(HOST);
    expect(reply.text).toContain("All of them.");
    expect(reply.text).not.toContain("Ada");
    expect(reply.replyTo).toBe(signed);
  });

  it("takes no mail and sends none after it was revoked", async () => {
    const { scope, integrationId } = shop;
    await replyToHost(scope, { integrationId, reportId, text: "Wait" });
    await revokeReport(scope, { integrationId, reportId });
    expect(await receive({ from: HOST, to: signed, body: "x" })).toBe("unknown");
    expect(await mailReplies(platform)).toBe(1);
    expect((await newestMailTo(HOST)).text).not.toContain("Wait");
  });
});

it("a report whose link was copied mails replies to the address that the host left with its answer", async () => {
  ({ reportId, token } = await makeReport(undefined));
  const { scope, integrationId } = shop;
  await replyToHost(scope, { integrationId, reportId, text: "Only on the page" });
  expect(await mailReplies(platform)).toBe(0);
  await answerReport(await openLink(), { kind: "message", text: "Please mail me", replyTo: "jo@hosting.example" });
  await replyToHost(scope, { integrationId, reportId, text: "By mail" });
  expect(await mailReplies(platform)).toBe(1);
  const { text, replyTo } = await newestMailTo("jo@hosting.example");
  expect(text).toContain("By mail");
  expect(await receive({ from: "jo@hosting.example", to: replyTo, body: "Thanks" })).toBe("answered");
  expect(await newest()).toMatchObject({ side: "host", text: "Thanks" });
});
