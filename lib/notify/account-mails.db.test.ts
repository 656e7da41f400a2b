import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { jobPlatformScope, type OwnerScope, ownerScope } from "@/lib/identity/accounts/access";
import { findInvitation, listInvitations } from "@/lib/identity/accounts/data";
import { acceptAsNewcomer, inviteMember, sendInvitationAgain } from "@/lib/identity/accounts/mutations";
import { findLinkEmail } from "@/lib/identity/auth/data";
import { requestLink } from "@/lib/identity/auth/mutations";
import { inPlatform } from "@/lib/infra/db";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { makeTwoMerchants, type TwoMerchants } from "@/lib/testing/two-merchants";

// The environment is read once, so the port of the mail server must be set before the first import.
const smtpPort = await vi.hoisted(async () => {
  const { findFreePort } = await import("@/scripts/dev/ports.mjs");
  const port = await findFreePort();
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${port}`;
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  return port;
});

const mails: ParsedMail[] = [];
let refuses = false;
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onMailFrom: (_address, _session, done) => done(refuses ? new Error("not now") : null),
  onData(stream, _session, done) {
    void simpleParser(stream).then((mail) => {
      mails.push(mail);
      done();
    });
  },
});

let world: TwoMerchants;
let scope: OwnerScope;
beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(smtpPort, "127.0.0.1", resolve));
  world = await makeTwoMerchants();
  const owner = ownerScope(world.outsider.scope);
  if (!owner) throw new Error("no owner");
  scope = owner;
  await inPlatform((tx) => tx.merchant.update({ where: { id: scope.merchantId }, data: { name: "Outsider B.V." } }));
});
afterAll(() => new Promise<void>((resolve) => smtp.close(resolve)));
beforeEach(() => {
  mails.length = 0;
  refuses = false;
});

const deliver = () => deliverAccountMails(jobPlatformScope("account-mails"));
/** Makes the next attempt due. */
const wait = () => inPlatform((tx) => tx.accountMail.updateMany({ data: { dueAt: new Date(Date.now() - 1) } }));
const waiting = () => inPlatform((tx) => tx.accountMail.count());
const browser = { address: "192.0.2.1", userAgent: null, locale: null };
const linkIn = (mail: ParsedMail | undefined, path: string): string =>
  new RegExp(`http://mooring\\.test/${path}/([\\w-]{43})`).exec(mail?.text ?? "")?.[1] ?? "";

test("a mail that the server rejects is retried with a fresh link and sent once", async () => {
  const { email } = world.owner.person;
  await requestLink("password_reset", email, browser, new Date());
  refuses = true;
  await deliver();
  expect([mails.length, await waiting(), await deliver()]).toEqual([0, 1, 0]);
  await wait();
  refuses = false;
  await deliver();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ subject: "Choose a new password" });
  expect(mails[0]?.headers.get("auto-submitted")).toBe("auto-generated");
  expect(await findLinkEmail("password_reset", linkIn(mails[0], "reset-password"), new Date())).toBe(email);
  expect([await waiting(), await deliver()]).toEqual([0, 0]);
});

test("an invitation whose mail failed shows the failure until it is sent again", async () => {
  const email = "hard-to-reach@example.com";
  const invitation = await inviteMember(scope, { email, role: "member" }, { locale: "nl" });
  refuses = true;
  for (let tries = 0; tries < 4; tries += 1) {
    await deliver();
    await wait();
  }
  expect(await waiting()).toBe(0);
  expect(await listInvitations(scope)).toMatchObject([{ email, sentAt: null, mailFailure: "unreachable" }]);
  refuses = false;
  await sendInvitationAgain(scope, { id: invitation.ok ? invitation.value.id : "" }, { locale: "nl" });
  expect(await listInvitations(scope)).toMatchObject([{ sentAt: null, mailFailure: null }]);
  await deliver();
  expect(await listInvitations(scope)).toMatchObject([{ sentAt: expect.any(Date), mailFailure: null }]);
  expect(mails[0]?.subject).toBe("Outsider nodigt u uit voor Outsider B.V.");
  expect(await findInvitation(linkIn(mails[0], "invitation"), new Date())).toMatchObject({ email });
});

test("every owner is notified once, in their language, when an invitation is accepted, and the newcomer's name adds no header; other members are not", async () => {
  const { merchantId } = scope;
  const makeMember = (email: string, locale: string | null, role: string) =>
    inPlatform(async (tx) => {
      const { id } = await tx.person.create({ data: { email, name: email.split("@")[0] ?? "", passwordHash: "-", locale } });
      await tx.membership.create({ data: { merchantId, personId: id, role } });
      return id;
    });
  await makeMember("inhaberin@example.com", "de", "owner");
  await makeMember("only-a-member@example.com", "fr", "member");
  const former = await makeMember("former-owner@example.com", "en", "owner");
  const email = "newcomer@example.com";
  await inviteMember(scope, { email, role: "member" }, { locale: "en" });
  await deliver();
  const token = mails.map((mail) => linkIn(mail, "invitation")).find((found) => found !== "") ?? "";
  mails.length = 0;
  const joined = await acceptAsNewcomer(
    token,
    { name: "Nora\r\nBcc: eve@example.com", password: "correct horse battery" },
    { ...browser, locale: "it" },
    new Date(),
  );
  expect(joined.ok).toBe(true);
  // The role is checked again when the mail is sent.
  await inPlatform((tx) => tx.membership.updateMany({ where: { merchantId, personId: former }, data: { role: "member" } }));
  await Promise.all([deliver(), deliver()]);
  const reported = mails.map(({ to, subject }) => [Array.isArray(to) ? "" : to?.value[0]?.address, subject]).sort();
  expect(reported).toEqual(
    [
      ["inhaberin@example.com", "Nora Bcc: eve@example.com ist Outsider B.V. beigetreten"],
      [world.outsider.person.email, "Nora Bcc: eve@example.com joined Outsider B.V."],
    ].sort(),
  );
  expect(mails[0]?.text).toContain("newcomer@example.com");
  expect(mails[0]?.text).toContain(`http://mooring.test/m/${merchantId}/settings/members`);
  expect([await waiting(), await deliver()]).toEqual([0, 0]);
});

test("two workers send each mail exactly once", async () => {
  for (const { person } of [world.owner, world.outsider]) await requestLink("password_reset", person.email, browser, new Date());
  await Promise.all([deliver(), deliver()]);
  expect(mails).toHaveLength(2);
});
