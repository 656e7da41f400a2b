import { expect, test } from "vitest";
import { isHostName } from "@/lib/base/host-name";

test.each(["localhost", "localhost:3000", "mooring.example", "1.2.3.example:80", "1.2.3.4.5"])("%s is a host name", (host) => {
  expect(isHostName(host)).toBe(true);
});

test.each(["127.0.0.1", "127.0.0.1:3000", "[::1]", "[::1]:3000"])("%s is an IP address", (host) => {
  expect(isHostName(host)).toBe(false);
});
