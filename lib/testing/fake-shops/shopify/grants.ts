import { randomBytes } from "node:crypto";
import { HOUR_MS } from "@/lib/base/units";

export interface ShopifyToken {
  accessToken: string;
  /** Scopes of the app; by default those that a connector needs. */
  scopes?: readonly string[];
  /** The app's secret, which signs its webhooks. */
  appSecret?: string;
}

export interface Granted extends ShopifyToken {
  endsAt: number;
  refreshToken: string | null;
}

/** The tokens that one shop has issued. */
export class ShopifyGrants {
  private readonly codes = new Map<string, readonly string[]>();
  private granted: Granted[] = [];
  /** Number of issued tokens by grant type. */
  readonly counts = { authorization_code: 0, refresh_token: 0, client_credentials: 0 };

  /** Tokens that the Admin API accepts now. */
  live(now: number): ShopifyToken[] {
    return this.granted.filter(({ endsAt }) => endsAt > now);
  }

  makeCode(scopes: readonly string[]): string {
    const code = randomBytes(16).toString("hex");
    this.codes.set(code, scopes);
    return code;
  }

  takeCode(code: string): readonly string[] | null {
    const scopes = this.codes.get(code) ?? null;
    this.codes.delete(code);
    return scopes;
  }

  /** An app has one expiring offline token per shop: a new one revokes the previous one. */
  offline(scopes: readonly string[], now: number): Granted {
    const token = { accessToken: `shpat_${randomBytes(16).toString("hex")}`, scopes, endsAt: now + HOUR_MS };
    const granted = { ...token, refreshToken: `shprt_${randomBytes(16).toString("hex")}` };
    this.granted = [...this.granted.filter(({ refreshToken }) => refreshToken === null), granted];
    return granted;
  }

  refresh(refreshToken: string, now: number): Granted | null {
    const known = this.granted.find((one) => one.refreshToken === refreshToken);
    return known ? this.offline(known.scopes ?? [], now) : null;
  }

  client(now: number): Granted {
    const granted = { accessToken: `shpat_${randomBytes(16).toString("hex")}`, endsAt: now + 24 * HOUR_MS, refreshToken: null };
    this.granted.push(granted);
    return granted;
  }

  /** The merchant uninstalls the app. */
  revokeAll(): void {
    this.granted = [];
  }

  /** Makes access tokens expire now; refresh tokens stay valid. */
  endAccess(): void {
    this.granted = this.granted.map((one) => ({ ...one, endsAt: 0 }));
  }
}
