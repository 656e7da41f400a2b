import { LIMITS } from "@/lib/base/limits";
import { maskText } from "@/lib/base/mask-secrets";
import { singleLine } from "@/lib/base/normalize-text";

// Files of a hosting provider: anyone with the link may send them. What they are is decided by their content, never by name or declared type.

const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
type ImageType = (typeof IMAGES)[number];

export const toAttachmentType = (type: string): Attachment["type"] => IMAGES.find((known) => known === type) ?? "text/plain";

/** What is stored of an accepted file: a text, with keys masked, or an image. */
export interface Attachment {
  name: string;
  type: "text/plain" | ImageType;
  bytes: number;
  text: string | null;
  image: Uint8Array<ArrayBuffer> | null;
}

export type AttachmentRefusal = "too_large" | "type";

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  bytes.length >= at + text.length && [...text].every((letter, place) => bytes[at + place] === letter.charCodeAt(0));

function imageTypeOf(bytes: Uint8Array): ImageType | null {
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (startsWith(bytes, "\xff\xd8\xff")) return "image/jpeg";
  if (startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a")) return "image/gif";
  return startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8) ? "image/webp" : null;
}

const decode = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Starts orders to a terminal, such as colours; removed, since the file may be read in one. */
const ESCAPE = String.fromCharCode(27);
const CONTROL = /(?![\t\n\r\f])\p{Cc}/u;
const DOCUMENT_TAG = /<(?:[a-z][\w.-]{0,30}:)?(?:svg|html|script|!doctype)\b/i;
const isDocument = (text: string): boolean => text.trimStart().startsWith("<") && DOCUMENT_TAG.test(text);

/** Logs of old servers are in Latin-1, of Windows in UTF-16 with its mark. */
function textOf(bytes: Uint8Array): string | null {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = isUtf16 ? decode(bytes, "utf-16le") : (decode(bytes, "utf-8") ?? decode(bytes, "windows-1252"));
  const plain = text?.replaceAll(ESCAPE, "") ?? "";
  return plain.trim() === "" || CONTROL.test(plain) || isDocument(plain) ? null : plain;
}

const EXTENSIONS: Readonly<Record<Attachment["type"], readonly [string, ...string[]]>> = {
  "text/plain": ["txt", "log", "conf", "csv", "json"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
};

/** A name that says what the content is, so that a text named like a program or a page does not open as one. */
function nameFor(given: string, type: Attachment["type"]): string {
  const plain = singleLine(given.replace(/[/\\:*?"<>|\p{Cf}]/gu, " ")).replace(/^[. ]+/, "");
  const short = plain.slice(-LIMITS.attachmentName).toWellFormed() || "file";
  const [first, ...others] = EXTENSIONS[type];
  const ending = short.slice(short.lastIndexOf(".") + 1).toLowerCase();
  return [first, ...others].includes(ending) && short.includes(".") ? short : `${short}.${first}`;
}

/** Reads a file that a host sent, or says why not. Pure. */
export function readAttachment(name: string, bytes: Uint8Array<ArrayBuffer>): Attachment | AttachmentRefusal {
  if (bytes.length > LIMITS.attachmentBytes) return "too_large";
  const imageType = imageTypeOf(bytes);
  const text = imageType ? null : textOf(bytes);
  const type = imageType ?? (text === null ? null : "text/plain");
  if (type === null) return "type";
  const masked = text && maskText(text);
  const size = masked === null ? bytes.length : Buffer.byteLength(masked);
  return { name: nameFor(name, type), type, bytes: size, text: masked, image: imageType ? bytes : null };
}
