import { describe, expect, it } from "vitest";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { cause, checkScene, egress, SCENE_KEYS, summarize } from "@/lib/testing/check-scene";
import { refuseLikeNginx } from "@/lib/testing/start-front";

const [, LONG] = userAgents("magento");
const [, SECOND = ""] = egress.addresses;

/** Magento itself refuses OPTIONS and PATCH with 405; other answers show whether the server or the shop sent a 405 page. */
describe.concurrent("a server that refuses methods of Magento by 405", () => {
  const sets = [
    ["PATCH"],
    ["OPTIONS"],
    ["PATCH", "DELETE"],
    ["OPTIONS", "PATCH"],
    ["OPTIONS", "PATCH", "DELETE"],
    ["HEAD", "OPTIONS", "PATCH", "DELETE"],
  ];
  const visitors = [
    { who: "everybody", userAgent: null, address: null },
    { who: "the long name", userAgent: LONG, address: null },
    { who: "the second address", userAgent: null, address: SECOND },
  ];
  for (const methods of sets)
    for (const { who, userAgent, address } of visitors)
      it(`${methods.join(", ")} of ${who}`, async () => {
        const result = await checkScene({
          shopSystem: "magento",
          rule: (request, response, from) =>
            methods.includes(request.method ?? "") &&
            (userAgent === null || request.headers["user-agent"] === userAgent) &&
            (address === null || from === address) &&
            refuseLikeNginx(response, 405, "Not Allowed"),
        });
        const lists = {
          methods: methods.filter((method) => method !== "HEAD"),
          userAgents: [userAgent ?? []].flat(),
          addresses: [address ?? []].flat(),
        };
        expect(summarize(result)).toEqual([cause("method_blocked", lists)]);
      });

  it("all but GET and POST, with a page of its own for each error of the shop", async () => {
    for (const credentials of [undefined, SCENE_KEYS.magento]) {
      const result = await checkScene({
        shopSystem: "magento",
        pageInstead: (status) => (status >= 400 ? status : null),
        rule: (request, response) =>
          !["GET", "HEAD", "POST"].includes(request.method ?? "") && refuseLikeNginx(response, 405, "Not Allowed"),
        check: { credentials },
      });
      expect(summarize(result)).toEqual([cause("method_blocked", { methods: ["OPTIONS", "PATCH", "DELETE"] })]);
    }
  });
});
