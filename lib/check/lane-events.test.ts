import { expect, it } from "vitest";
import { laneEventsOf } from "@/lib/check/lane-events";
import { checkScene } from "@/lib/testing/check-scene";
import { refuseLikeNginx } from "@/lib/testing/start-front";

it("one refusing server of several is reported and blocks no lane", async () => {
  let count = 0;
  const result = await checkScene({
    rule: (_, response) => {
      count += 1;
      return count % 2 === 0 && refuseLikeNginx(response);
    },
  });
  expect(result.causes.map(({ code, reason }) => [code, reason])).toEqual([["server_error", "one_of_several"]]);
  expect(result.verdict).toBe("degraded");
  expect(laneEventsOf(result, "a-check").map(({ event }) => event)).toMatchObject([{ kind: "check_clear" }, { kind: "check_clear" }]);
});
