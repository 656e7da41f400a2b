import { createHash, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

// Authenticator codes (RFC 6238: SHA-1, six digits, 30 seconds), and recovery codes for a lost device.

/** Tolerated clock difference of the device, in steps. */
const WINDOW_STEPS = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 15;

const appOf = (secret: string, email = "") => new TOTP({ issuer: "Mooring", label: email, secret: Secret.fromBase32(secret) });

/** Base32, as users enter it into an app. */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The otpauth:// URI for a QR code. */
export const setupUri = (secret: string, email: string): string => appOf(secret, email).toString();

/** The 30-second step of this code, `now` or an adjacent one; null for any other code. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const app = appOf(secret);
  const timestamp = now.getTime();
  const drift = app.validate({ token: code, timestamp, window: WINDOW_STEPS });
  return drift === null ? null : app.counter({ timestamp }) + drift;
}

/** Six groups of four characters: 120 random bits, so that their hashes need no salt. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    (new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32.toLowerCase().match(/.{4}/g) ?? []).join("-"),
  );

/** Normalizes a code that was typed with spaces, hyphens or capitals. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]/g, "").toLowerCase();

export const isAppCode = (code: string): boolean => /^\d{6}$/.test(code);

export const hashRecoveryCode = (code: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(plainCode(code)).digest());
