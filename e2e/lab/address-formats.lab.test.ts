import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { startApache } from "@/e2e/lab/servers/apache";
import { startNginx } from "@/e2e/lab/servers/nginx";
import { type AddressFormat, writeAddresses } from "@/scripts/cli/address-formats";

// What `mooring addresses --format …` prints, included where docs/recipes.md says, in front of a server that answers everyone.

const OURS = ["127.0.0.2", "127.0.0.3", "2001:db8::7"];

const SERVERS: readonly {
  format: AddressFormat;
  program: string;
  start: (workspace: Workspace, file: string, upstream: string) => Promise<string>;
}[] = [
  {
    format: "nginx",
    program: "/usr/sbin/nginx",
    start: (workspace, file, upstream) => startNginx(workspace, { upstream, location: `include ${file};\n      deny all;` }),
  },
  {
    format: "apache",
    program: "/usr/sbin/apache2",
    start: (workspace, file, upstream) =>
      startApache(workspace, {
        upstream,
        host: `<Location "/">\n    <RequireAny>\n      Include ${file}\n    </RequireAny>\n  </Location>`,
      }),
  },
];

const statusFrom = (localAddress: string, url: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    http.get(url, { localAddress, agent: false }, (answer) => resolve(answer.resume().statusCode)).on("error", reject);
  });

describe.each(SERVERS.filter(({ program }) => fs.existsSync(program)))("addresses for $format", ({ format, start }) => {
  const workspace = new Workspace(`addresses ${format}`);
  const upstream = http.createServer((_request, response) => response.end("ok"));
  let url: string;

  beforeAll(async () => {
    upstream.listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const file = workspace.write("mooring-allow.conf", `${writeAddresses(format, OURS).join("\n")}\n`);
    url = await start(workspace, file, `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  }, 60_000);
  afterAll(async () => {
    await workspace.close();
    upstream.close();
  });

  test("let our addresses in and refuse all others", async () => {
    const statuses = await Promise.all(["127.0.0.2", "127.0.0.3", "127.0.0.9"].map((address) => statusFrom(address, url)));
    expect(statuses).toEqual([200, 200, 403]);
  });
});
