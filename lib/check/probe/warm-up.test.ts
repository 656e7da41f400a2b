import { expect, it } from "vitest";
import { warmUp } from "@/lib/check/probe/warm-up";

it("warming up runs a whole healthy check and leaves no server behind", async () => {
  const servers = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
  const before = servers();
  expect(await warmUp()).toBe(true);
  await expect.poll(servers).toBe(before);
});
