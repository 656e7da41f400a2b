import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

// For tests: Debian's PgBouncer with the configuration that deploy/ ships, adapted as an operator would.

const STARTS_WITHIN_MS = 10_000;
const UNPRIVILEGED = { uid: 65_534, gid: 65_534 };

export interface PgBouncer {
  /** The address of the same database through PgBouncer. */
  url: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts PgBouncer in front of the database and login of `databaseUrl`. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const database = new URL(databaseUrl);
  const name = database.pathname.slice(1);
  const port = await findFreePort();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mooring-pgbouncer-"));
  const users = path.join(folder, "userlist.txt");
  fs.writeFileSync(users, `"${database.username}" "${database.password}"\n`);
  const settings = fs
    .readFileSync(path.join(root, "deploy/pgbouncer/pgbouncer.ini"), "utf8")
    .replace(/^mooring = .*$/m, `${name} = host=${database.hostname} port=${database.port} dbname=${name}`)
    .replace("listen_addr = 0.0.0.0", "listen_addr = 127.0.0.1")
    .replace("listen_port = 6432", `listen_port = ${port}`)
    .replace("/etc/pgbouncer/userlist.txt", users);
  const file = path.join(folder, "pgbouncer.ini");
  fs.writeFileSync(file, settings.replace("[pgbouncer]", "[pgbouncer]\nunix_socket_dir ="));
  fs.chmodSync(folder, 0o755);
  const url = new URL(databaseUrl);
  url.port = String(port);

  let child: ChildProcess;
  const start = async (): Promise<void> => {
    // It refuses to run as root.
    child = spawn("/usr/sbin/pgbouncer", [file], { cwd: "/", stdio: "ignore", ...(process.getuid?.() === 0 ? UNPRIVILEGED : {}) });
    for (const until = Date.now() + STARTS_WITHIN_MS; ; await wait(50)) {
      if (Date.now() > until) throw new Error("PgBouncer does not answer");
      if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}`);
      const client = new pg.Client({ connectionString: url.href });
      const answers = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => {});
      if (answers) return;
    }
  };
  const end = async (): Promise<void> => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url: url.href,
    async restart() {
      await end();
      await start();
    },
    async stop() {
      await end();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
