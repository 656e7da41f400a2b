import { expect, test } from "vitest";
import { whyNoPasskey } from "@/components/settings/passkey-support";

test.each([
  [new DOMException("", "NotAllowedError"), "cancelled"],
  [new DOMException("", "AbortError"), "cancelled"],
  [new DOMException("", "InvalidStateError"), "known"],
  [new DOMException("", "SecurityError"), "unsupported"],
  [new DOMException("", "NotSupportedError"), "unsupported"],
  [new Error("WebAuthn is not supported in this browser"), "unsupported"],
  ["no error at all", "unsupported"],
])("only a cancelled passkey is blamed on the user: %s", (error, why) => {
  expect(whyNoPasskey(error)).toBe(why);
});
