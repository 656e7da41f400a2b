import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_KEY = 0x40;

const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();
const base64url = (bytes: Uint8Array | Buffer): string => Buffer.from(bytes).toString("base64url");

export interface Ceremony {
  challenge: string;
  rpID: string;
  origin: string;
  /** Whether the authenticator recognized its user; true by default. */
  verifiesUser?: boolean;
}

/** An authenticator with one passkey (WebAuthn, ES256, no attestation), for tests without a browser. */
export function makeAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let uses = 0;

  const authData = ({ rpID, verifiesUser = true }: Ceremony, more: Buffer, flags: number): Buffer => {
    uses += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(uses);
    return Buffer.concat([sha256(rpID), Buffer.from([PRESENT | (verifiesUser ? VERIFIED : 0) | flags]), counter, more]);
  };
  const clientData = (type: string, { challenge, origin }: Ceremony): Buffer => Buffer.from(JSON.stringify({ type, challenge, origin }));
  const wrap = { id: base64url(id), rawId: base64url(id), type: "public-key" as const, clientExtensionResults: {} };

  return {
    id: base64url(id),
    register(ceremony: Ceremony): RegistrationResponseJSON {
      const { x = "", y = "" } = publicKey.export({ format: "jwk" });
      const key = isoCBOR.encode(
        new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, new Uint8Array(Buffer.from(x, "base64url"))],
          [-3, new Uint8Array(Buffer.from(y, "base64url"))],
        ]) as never,
      );
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const data = authData(ceremony, Buffer.concat([Buffer.alloc(16), length, id, key]), HAS_KEY);
      const attestation = new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", new Uint8Array(data)],
      ]);
      return {
        ...wrap,
        response: {
          clientDataJSON: base64url(clientData("webauthn.create", ceremony)),
          attestationObject: base64url(isoCBOR.encode(attestation as never)),
          transports: ["internal"],
        },
      };
    },
    answer(ceremony: Ceremony): AuthenticationResponseJSON {
      const data = authData(ceremony, Buffer.alloc(0), 0);
      const client = clientData("webauthn.get", ceremony);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      return {
        ...wrap,
        response: { clientDataJSON: base64url(client), authenticatorData: base64url(data), signature: base64url(signature) },
      };
    },
  };
}
