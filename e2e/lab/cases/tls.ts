import { apache, caddy, haproxy, nginx } from "@/e2e/lab/cases/front";
import { HEALTHY, type LabCase, unreachable } from "@/e2e/lab/lab-case";
import { startRaw } from "@/e2e/lab/servers/raw";

const handshake = (reason?: string) => unreachable({ code: "tls_handshake_failed", ...(reason ? { reason } : {}) });

export const TLS_CASES: readonly LabCase[] = [
  nginx("an expired certificate", {}, unreachable({ code: "tls_expired" }), { certificate: "expired" }),
  nginx("a certificate that is not valid yet", {}, unreachable({ code: "tls_expired", reason: "not_yet_valid" }), {
    certificate: "not_yet_valid",
  }),
  nginx("a certificate for another name", {}, unreachable({ code: "tls_name_mismatch" }), { certificate: "wrong_name" }),
  nginx("a self-signed certificate", {}, unreachable({ code: "tls_untrusted", reason: "self_signed" }), { certificate: "self_signed" }),
  nginx("a certificate of a private authority", {}, unreachable({ code: "tls_untrusted", reason: "unknown_issuer" }), {
    certificate: "unknown_issuer",
  }),
  nginx("the intermediate certificate is missing", {}, unreachable({ code: "tls_incomplete_chain" }), { certificate: "incomplete_chain" }),
  nginx("nothing newer than TLS 1.1", { server: "ssl_protocols TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;" }, handshake("protocol_version")),
  ...["secp521r1", "X448", "ffdhe2048", "ffdhe3072"].map((group) =>
    nginx(`keys are exchanged by ${group} alone`, { server: `ssl_protocols TLSv1.3; ssl_ecdh_curve ${group};` }, HEALTHY),
  ),
  nginx("keys are exchanged by secp521r1 where the visitor can", { server: "ssl_ecdh_curve secp521r1:X25519;" }, HEALTHY, {
    shopSystem: "prestashop",
  }),
  nginx("keys are exchanged by X25519MLKEM768 where the visitor can", { server: "ssl_ecdh_curve X25519MLKEM768:X25519;" }, HEALTHY, {
    shopSystem: "magento",
  }),
  nginx("keys are exchanged by secp521r1 alone, TLS 1.2", { server: "ssl_protocols TLSv1.2; ssl_ecdh_curve secp521r1;" }, HEALTHY),
  apache("keys are exchanged by secp521r1 alone", { host: "SSLOpenSSLConfCmd Groups secp521r1" }, HEALTHY, { shopSystem: "magento" }),
  apache("the intermediate certificate is missing", {}, unreachable({ code: "tls_incomplete_chain" }), { certificate: "incomplete_chain" }),
  apache("an expired certificate", {}, unreachable({ code: "tls_expired" }), { certificate: "expired" }),
  haproxy("a certificate for another name", {}, unreachable({ code: "tls_name_mismatch" }), { certificate: "wrong_name" }),
  caddy("a self-signed certificate", {}, unreachable({ code: "tls_untrusted", reason: "self_signed" }), { certificate: "self_signed" }),
  {
    name: "raw: plain http on the port of https",
    needs: [],
    truth: handshake("plain_http"),
    async open(workspace) {
      const url = await startRaw(workspace, (socket) =>
        socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")),
      );
      return { url: url.replace("http:", "https:"), shop: null };
    },
  },
];
