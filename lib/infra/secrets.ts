import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@/lib/base/app-error";
import { required } from "@/lib/infra/env";

// Credentials at rest: AES-256-GCM, layout version(1) · nonce(12) · tag(16) · ciphertext. `context` is authenticated as additional data, so that a
// sealed value copied to another row cannot be decrypted there.
const VERSION = 1;

export interface Sealed {
  bytes: Uint8Array<ArrayBuffer>;
  keyId: string;
}

/** Encrypts `plain` with the first key. `context` names the row, e.g. `integration:<id>`. */
export function seal(plain: string, context: string): Sealed {
  const [key] = required("CREDENTIALS_KEYS");
  if (!key) throw new AppError("no_sealing_key", "CREDENTIALS_KEYS holds no key.");
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce);
  cipher.setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return { bytes: new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), text])), keyId: key.id };
}

/** Decrypts a sealed value with the same context; throws if the key is missing or the value was modified. */
export function unseal(sealed: Sealed, context: string): string {
  const key = required("CREDENTIALS_KEYS").find((candidate) => candidate.id === sealed.keyId);
  if (!key) throw new AppError("sealing_key_missing", `No key ${sealed.keyId} in CREDENTIALS_KEYS.`);
  const bytes = Buffer.from(sealed.bytes);
  if (bytes[0] !== VERSION) throw new AppError("sealed_value_unreadable", "Unknown version of a sealed value.");
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(1, 13));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(13, 29));
  return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString("utf8");
}
