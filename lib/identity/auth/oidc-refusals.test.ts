import { expect, test } from "vitest";
import { classifyOidcError, type OidcRefusal, recordRefusal, withRefusal } from "@/lib/identity/auth/oidc-refusals";

test.each<[{ message?: string; code?: string }, OidcRefusal]>([
  [{ code: "ECONNREFUSED", message: "" }, "oidc_unreachable"],
  [{ code: "ECONNRESET", message: "aborted" }, "oidc_unreachable"],
  [{ code: "CERT_HAS_EXPIRED", message: "certificate has expired" }, "oidc_unreachable"],
  [{ message: "outgoing request timed out after 8000ms" }, "oidc_unreachable"],
  [{ message: "expected 200 OK, got: 503 Service Unavailable" }, "oidc_unreachable"],
  [{ message: "Unexpected token '<', \"<!doctype \"... is not valid JSON" }, "oidc_unreachable"],
  [{ message: "temporarily_unavailable" }, "oidc_unreachable"],
  [{ message: "expected 200 OK, got: 404 Not Found" }, "oidc_settings"],
  [{ code: "DEPTH_ZERO_SELF_SIGNED_CERT", message: "self-signed certificate" }, "oidc_settings"],
  [{ code: "ERR_TLS_CERT_ALTNAME_INVALID", message: "Hostname/IP does not match" }, "oidc_settings"],
  [{ message: "invalid_client (client authentication failed)" }, "oidc_settings"],
  [{ message: "unexpected JWT alg received, expected RS256, got: ES256" }, "oidc_settings"],
  [{ message: "JWT not active yet, now 1, nbf 100" }, "oidc_clock"],
  [{ message: "access_denied (the user cancelled)" }, "oidc_denied"],
  [{}, "oidc_settings"],
])("%j is reported as %s", (error, refusal) => {
  expect(classifyOidcError(error)).toBe(refusal);
});

test("each request keeps its own refusal, and the first one wins", async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const first = withRefusal(async () => {
    recordRefusal("oidc_clock");
    await gates[0].promise;
    recordRefusal("oidc_settings");
    return 1;
  });
  const second = withRefusal(async () => {
    await gates[1].promise;
    return 2;
  });
  gates[1].resolve();
  gates[0].resolve();
  expect(await Promise.all([first, second])).toEqual([
    { answer: 1, refusal: "oidc_clock" },
    { answer: 2, refusal: null },
  ]);
});
