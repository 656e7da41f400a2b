import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { Workspace } from "@/e2e/lab/harness/workspace";
import { startHaproxy } from "@/e2e/support/shipped-proxies";
import { makeWebProcess, type WebProcess } from "@/e2e/support/web-process";
import { startPgBouncer } from "@/lib/testing/pgbouncer";
import { startRelay } from "@/lib/testing/relay";
import { startWorkerProcess } from "@/lib/testing/worker-process";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { runtimeUrlOf, startPostgres } from "@/scripts/dev/postgres.mjs";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

type Worker = Awaited<ReturnType<typeof startWorkerProcess>>;

export interface Cluster {
  /** HAProxy's URL. */
  url: string;
  /** The database's URL for the superuser. */
  databaseUrl: string;
  webs: WebProcess[];
  workers: Worker[];
  restartPostgres(): Promise<void>;
  /** Drops the packets of all direct connections to PostgreSQL (LISTEN and the queue) without closing any; new connections work. */
  dropPackets(): void;
  stop(): Promise<void>;
}

/**
 * The setup of docs/deploy.md on loopback: HAProxy and PgBouncer as shipped, two web processes, three workers, and a separate PostgreSQL
 * that can be restarted. Sets this process's environment, so call it before importing product code.
 */
export async function startCluster(): Promise<Cluster> {
  const options = { root, dataDir: path.join(root, `.data/test/cluster-${process.pid}`), port: await findFreePort() };
  let postgres = await startPostgres(options);
  const runtimeUrl = runtimeUrlOf(postgres.url, options.dataDir);
  // A separate process, since this one reads its environment once and that is still incomplete.
  const env = { ...process.env, ...typescriptEnvironment, MIGRATE_DATABASE_URL: postgres.url, DATABASE_URL: runtimeUrl };
  await promisify(execFile)(ownNode(), typescriptArguments("scripts/migrate.ts"), { cwd: root, env });
  const [bouncer, relay, port] = [await startPgBouncer(runtimeUrl), await startRelay(runtimeUrl), await findFreePort()];
  const environment = {
    DATABASE_URL: bouncer.url,
    DATABASE_DIRECT_URL: relay.url,
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    TRUSTED_PROXIES: "127.0.0.1",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `test:${randomBytes(32).toString("base64")}`,
    NEXT_MANUAL_SIG_HANDLE: "true",
    PROBE_ALLOW_NETWORKS: "127.0.0.0/8",
    LOG_LEVEL: "error",
  };
  Object.assign(process.env, environment);
  const webs = await Promise.all([makeWebProcess(environment), makeWebProcess(environment)]);
  await Promise.all(webs.map((web) => web.start()));
  const workspace = new Workspace("cluster");
  await startHaproxy(workspace, { port, upstreams: webs.map((web) => web.port) });
  const workers = await Promise.all([startWorkerProcess(), startWorkerProcess(), startWorkerProcess()]);
  return {
    url: environment.NEXTAUTH_URL,
    databaseUrl: postgres.url,
    webs,
    workers,
    async restartPostgres() {
      await postgres.stop();
      postgres = await startPostgres(options);
    },
    dropPackets: relay.freeze,
    async stop() {
      await Promise.all(webs.map((web) => web.kill()));
      await workspace.close();
      await bouncer.stop();
      await relay.close();
      await postgres.stop();
      for (const left of ["", ".log", ".password", ".runtime-password"])
        fs.rmSync(`${options.dataDir}${left}`, { recursive: true, force: true });
    },
  };
}

/** Creates a merchant with an owner who signs in with this password. */
export async function addOwner(password: string): Promise<{ merchantId: string; email: string }> {
  const [{ hashPassword }, { inPlatform }] = await Promise.all([import("@/lib/identity/auth/password"), import("@/lib/infra/db")]);
  const passwordHash = await hashPassword(password);
  const email = `${randomUUID()}@shop.example`;
  const merchantId = await inPlatform(async (tx) => {
    const merchant = await tx.merchant.create({ data: { name: "Many processes" } });
    const person = await tx.person.create({ data: { email, name: "Mia", passwordHash } });
    await tx.membership.create({ data: { merchantId: merchant.id, personId: person.id, role: "owner" } });
    return merchant.id;
  });
  return { merchantId, email };
}
