import { createHash, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

// Codes of an app: RFC 6238 as every such app makes them (SHA-1, six digits, 30 seconds), and the recovery codes for the day it is lost.

/** A phone's clock may be that many steps off. */
const WINDOW_STEPS = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;

const appOf = (secret: string, email = "") => new TOTP({ issuer: "Mooring", label: email, secret: Secret.fromBase32(secret) });

/** Base32, as it is typed into an app. */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What an app reads from a QR code. */
export const setupUri = (secret: string, email: string): string => appOf(secret, email).toString();

/** The step of 30 seconds whose code this is, at or right beside `now`; null for any other code. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const app = appOf(secret);
  const timestamp = now.getTime();
  const drift = app.validate({ token: code, timestamp, window: WINDOW_STEPS });
  return drift === null ? null : app.counter({ timestamp }) + drift;
}

/** Four groups of four letters and digits: 80 bits, so that their hashes need no salt. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    (new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32.toLowerCase().match(/.{4}/g) ?? []).join("-"),
  );

/** As people type a code: with blanks, hyphens and capitals. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]/g, "").toLowerCase();

export const isAppCode = (code: string): boolean => /^\d{6}$/.test(code);

export const hashRecoveryCode = (code: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(plainCode(code)).digest());
