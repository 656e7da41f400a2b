import { useSyncExternalStore } from "react";
import { isHostName } from "@/lib/base/host-name";

const never = () => () => {};

/** Whether the page is open at a host name. WebAuthn knows no passkeys of an IP address. `onServer`: what the request's Host header says. */
export const useHasHostName = (onServer = true): boolean =>
  useSyncExternalStore(
    never,
    () => isHostName(window.location.host),
    () => onServer,
  );

/** `known`: the authenticator already has a passkey of this account. */
export type PasskeyFailure = "cancelled" | "unsupported" | "known";

/** Why a browser created or used no passkey, from the error it threw. Browsers tell a cancellation and a missing passkey alike. */
export function whyNoPasskey(error: unknown): PasskeyFailure {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return "cancelled";
  return name === "InvalidStateError" ? "known" : "unsupported";
}
