import { env } from "@/lib/infra/env";
import { isSignatureOf, sign } from "@/lib/infra/signing-keys";

// Replies to mails of support and about reports join their thread: the Reply-To address contains its id and a signature for its receiver.
// Hexadecimal, since mail programs may lower-case addresses; short, since a local part is limited to 64 characters.

export interface ReplyTarget {
  /** A question to support, or a report for a hosting provider. */
  threadId: string;
  /** Id of a member, or a hosting provider's e-mail address. */
  receiver: string;
}

const ID_LETTERS = 32;
const SIGNATURE_BYTES = 8;

const signedText = ({ threadId, receiver }: ReplyTarget): string => `${threadId}:${receiver}`;

function mailbox(): { name: string; domain: string } | null {
  const address = env().SUPPORT_MAIL;
  if (!address) return null;
  const at = address.lastIndexOf("@");
  return { name: address.slice(0, at).toLowerCase(), domain: address.slice(at + 1).toLowerCase() };
}

/** The Reply-To address of a thread for its receiver; null when no mailbox is configured. */
export function replyAddress(target: ReplyTarget): string | null {
  const box = mailbox();
  return (
    box &&
    `${box.name}+${target.threadId.replaceAll("-", "")}${sign("support_reply", signedText(target), SIGNATURE_BYTES).toString("hex")}@${box.domain}`
  );
}

/** Thread and signature in a reply address; null for any other address. Verify the signature with `isSignedFor`. */
export function readReplyAddress(address: string): { threadId: string; signature: Buffer } | null {
  const box = mailbox();
  const [, token, domain] = /^[^+@]+\+([0-9a-f]+)@(.+)$/.exec(address.trim().toLowerCase()) ?? [];
  const isReply = box !== null && domain === box.domain && address.trim().toLowerCase().startsWith(`${box.name}+`);
  if (!isReply || token?.length !== ID_LETTERS + 2 * SIGNATURE_BYTES) return null;
  const threadId = token.slice(0, ID_LETTERS).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { threadId, signature: Buffer.from(token.slice(ID_LETTERS), "hex") };
}

export const isSignedFor = (signature: Buffer, target: ReplyTarget): boolean =>
  isSignatureOf("support_reply", signedText(target), signature, SIGNATURE_BYTES);

/** Starts the "reply above" line in mails that accept replies. */
export const REPLY_MARK = "##-";
export const markReply = (text: string): string => `${REPLY_MARK} ${text} -##`;
