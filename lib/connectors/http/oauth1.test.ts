import { expect, test } from "vitest";
import { encodeRfc3986, signOAuth1 } from "@/lib/connectors/http/oauth1";

test("produces the signature of the published OAuth 1.0a example", () => {
  // RFC 5849 has no worked example of a GET with a token and a query; this is the photo example of OAuth Core 1.0, A.5.
  const header = signOAuth1(
    { method: "GET", url: "http://photos.example.net/photos?file=vacation.jpg&size=original" },
    { consumerKey: "dpf43f3p2l4k3l03", consumerSecret: "kd94hf93k423kf44", token: "nnch734d00sl2jdk", tokenSecret: "pfkkdhi9sl3r4s00" },
    { timestampSeconds: 1191242096, nonce: "kllo9940pd9333jh" },
    "HMAC-SHA1",
  );
  expect(header).toContain(`oauth_signature="${encodeRfc3986("tR3+Ty81lMeYAr/Fid0kMTYa/WM=")}"`);
});

test("escapes what encodeURIComponent does not, and keeps unreserved characters", () => {
  expect(encodeRfc3986("a-b_c.d~e!'()*ä [0]")).toBe("a-b_c.d~e%21%27%28%29%2A%C3%A4%20%5B0%5D");
});

test("omits the token if the shop system has none", () => {
  const header = signOAuth1(
    { method: "get", url: "http://shop.example/wp-json/wc/v3/orders" },
    { consumerKey: "ck", consumerSecret: "cs" },
    { timestampSeconds: 1, nonce: "n" },
  );
  expect(header).not.toContain("oauth_token");
  expect(header).toContain('oauth_signature_method="HMAC-SHA256"');
});
