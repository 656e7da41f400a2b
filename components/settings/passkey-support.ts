import { useSyncExternalStore } from "react";

const never = () => () => {};
const IP_ADDRESS = /^(?:\[.*\]|\d+(?:\.\d+){3})$/;

/** Whether the page is open at a host name. WebAuthn knows no passkeys of an IP address. */
export const useHasHostName = (): boolean =>
  useSyncExternalStore(
    never,
    () => !IP_ADDRESS.test(window.location.hostname),
    () => true,
  );

/** `known`: the authenticator already has a passkey of this account. */
export type PasskeyFailure = "cancelled" | "unsupported" | "known";

/** Why a browser created or used no passkey, from the error it threw. Browsers tell a cancellation and a missing passkey alike. */
export function whyNoPasskey(error: unknown): PasskeyFailure {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return "cancelled";
  return name === "InvalidStateError" ? "known" : "unsupported";
}
