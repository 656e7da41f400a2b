import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";
import { proxy } from "@/proxy";

vi.hoisted(() => {
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "https://demo.mooring.example";
});

const statusFor = async (host: string): Promise<number> =>
  (await proxy(new NextRequest("http://127.0.0.1:3000/demo/mailbox", { headers: { host } }))).status;

test.each(["127.0.0.1:3000", "localhost:4400", "[::1]:3000", "demo.mooring.example", "demo.mooring.example:443"])(
  "a demo answers %s",
  async (host) => expect(await statusFor(host)).toBe(200),
);

test.each(["rebound.example", "127.0.0.1.rebound.example:3000", "10.0.0.7:3000", "evil@127.0.0.1.example", "", "a b"])(
  "a demo does not answer '%s', so that no other page reads its mails",
  async (host) => expect(await statusFor(host)).toBe(421),
);
