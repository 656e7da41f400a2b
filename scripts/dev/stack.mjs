// The complete Mooring on this machine: database, web, worker and, in a demo, the demo shops. For `npm start` and the browser tests.
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { capture } from "./bootstrap.mjs";
import { build, isBuilt } from "./build.mjs";
import { startChild } from "./children.mjs";
import { assertDatabaseAnswers } from "./database-url.mjs";
import { demoEnvironment, readOrChoosePorts } from "./demo.mjs";
import { assertDemoIsPrivate, readOrDrawDemoPassword } from "./demo-password.mjs";
import { runtimeUrlOf, startPostgres, watchServer } from "./postgres.mjs";
import { Sentence, step } from "./progress.mjs";
import { readOrMakeSecrets } from "./secrets.mjs";
import { root, typescriptArguments, typescriptEnvironment, WEB_MEMORY } from "./typescript.mjs";

const WEB_ANSWERS_WITHIN_MS = 180_000;
const WORKER_GRACE_MS = 30_000;
const GRACE_MS = 4_000;
const SETTLED_MS = 150;

/**
 * @param {object} options
 * @param {string} options.dataDir folder of the data, secrets and logs
 * @param {string} options.host
 * @param {string} [options.name] the host name in the printed address, instead of `host`
 * @param {number} options.port
 * @param {boolean} options.demo seed an empty database and serve the demo shops
 * @param {boolean} [options.dev] Next's development server, worker restarted on changes, output on this terminal
 * @param {string} [options.databaseUrl] instead of the embedded PostgreSQL. Without `migrateDatabaseUrl` it is the owner of the tables, and web
 *   and worker get a login of their own
 * @param {string} [options.migrateDatabaseUrl] the owner of the tables
 * @param {NodeJS.ProcessEnv} [options.environment]
 * @param {(children: { pid: number, start: string | null }[]) => void} [options.onChildren] called whenever a process was started
 */
export function createStack(options) {
  const {
    dataDir,
    host,
    name = host === "0.0.0.0" || host === "::" ? "localhost" : host,
    port,
    demo,
    dev = false,
    databaseUrl,
    migrateDatabaseUrl,
    environment = process.env,
    onChildren = () => {},
  } = options;
  const url = `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
  const children = new Map();
  let postgres = null;
  let stopping = false;
  let fail;
  /** Rejects when a process of the stack exits unexpectedly. */
  const failed = new Promise((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  function run(name, args, env) {
    if (stopping) throw new Sentence("Stopped before it was ready.");
    const child = startChild({ name, args, env, logs: path.join(dataDir, "logs"), show: dev });
    children.set(name, child);
    onChildren([...children.values()].map(({ identity }) => identity));
    child.ended.then((sentence) => {
      if (stopping || children.get(name) !== child) return;
      // During development a worker may fail to start; the next change restarts it.
      if (dev && name === "worker") process.stdout.write(`${sentence.message}\n`);
      else fail(sentence);
    });
    return child;
  }

  /** @returns {Promise<{ owner: string, runtime: string }>} the addresses for migrations and for processes */
  async function openDatabase() {
    const data = path.join(dataDir, "postgres");
    if (databaseUrl) {
      const [name, owner] = migrateDatabaseUrl ? ["MIGRATE_DATABASE_URL", migrateDatabaseUrl] : ["DATABASE_URL", databaseUrl];
      await step(`Checking the database of ${name}`, () => assertDatabaseAnswers(owner, name));
      return { owner, runtime: migrateDatabaseUrl ? databaseUrl : runtimeUrlOf(owner, data) };
    }
    postgres = await step("Starting PostgreSQL", () => startPostgres({ root, dataDir: data }));
    watchServer(postgres, data).then((sentence) => stopping || fail(sentence));
    return { owner: postgres.url, runtime: runtimeUrlOf(postgres.url, data) };
  }

  async function start() {
    if (demo) assertDemoIsPrivate(host, environment);
    fs.mkdirSync(dataDir, { recursive: true });
    const database = await openDatabase();
    const base = {
      ...environment,
      ...typescriptEnvironment,
      ...readOrMakeSecrets(dataDir, environment),
      DATABASE_URL: database.runtime,
      MIGRATE_DATABASE_URL: "",
      DEMO_PASSWORD: "",
      NEXTAUTH_URL: environment.NEXTAUTH_URL || url,
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
    };
    const { env, guide, firstAccount } = await step(`Bringing database${demo ? " and demo shops" : ""} up to date`, () =>
      prepare(base, database.owner),
    );
    if (!dev && !isBuilt()) await step("Building the web application (only when its sources changed)", build);
    const startWorker = () => run("worker", typescriptArguments("worker/main.ts"), env);
    await step("Starting web and worker", async () => {
      startWorker();
      const next = path.join(root, "node_modules/next/dist/bin/next");
      const start = dev ? [next, "dev"] : [...WEB_MEMORY, next, "start"];
      run("web", [...start, "-H", host, "-p", String(port)], env);
      await Promise.race([awaitAnswer(`${url}/sign-in`), failed]);
    });
    if (dev) watchFolders(["worker", "lib"], () => restart("worker", startWorker));
    return {
      url,
      database: database.runtime,
      // The web application's own origin: a proxy may be in front of it.
      firstAccountUrl: firstAccount && new URL(`/sign-up/${firstAccount}`, base.NEXTAUTH_URL).href,
      demo: demo ? { password: readOrDrawDemoPassword(dataDir, environment).password, guide } : null,
    };
  }

  async function prepare(base, ownerUrl) {
    const demoFolder = path.join(dataDir, "demo-shops");
    const demoSettings = demo ? { DEMO_FOLDER: demoFolder, DEMO_PORT_BASE: String(await readOrChoosePorts(dataDir, environment)) } : {};
    const startShops = () => run("demo shops", typescriptArguments("worker/demo-shops.ts"), { ...base, ...demoSettings }).ready;
    const accounts = demo ? readOrDrawDemoPassword(dataDir, environment) : { password: "", isNew: false };
    const own = { ...demoSettings, MIGRATE_DATABASE_URL: ownerUrl, DEMO_PASSWORD: accounts.password };
    const flags = [...(demo ? ["--demo"] : []), ...(accounts.isNew ? ["--new-password"] : [])];
    const prepareRows = () => prepareDatabase({ ...base, ...own }, flags);
    let shops = null;
    let done;
    if (demo && !fs.existsSync(demoFolder)) {
      // At the first start the shops define the demo's epoch; later both run concurrently.
      shops = await startShops();
      done = await prepareRows();
    } else [shops, done] = await Promise.all([demo ? startShops() : null, prepareRows()]);
    return { ...done, guide: shops?.guide ?? null, env: { ...base, ...demoEnvironment({ shops, dataDir, environment }) } };
  }

  async function restart(name, startAgain) {
    const child = children.get(name);
    children.delete(name);
    await child?.stop(WORKER_GRACE_MS);
    if (!stopping) startAgain();
  }

  /** Stops the worker first, so that its jobs finish or return to the queue while the database is still running. */
  async function stop() {
    stopping = true;
    await children.get("worker")?.stop(WORKER_GRACE_MS);
    await Promise.all(["web", "demo shops"].map((name) => children.get(name)?.stop(GRACE_MS)));
    await postgres?.stop();
  }

  return { url, start, stop, failed };
}

async function prepareDatabase(env, flags) {
  const { code, output } = await capture(process.execPath, typescriptArguments("scripts/dev/prepare.ts", flags), env);
  if (code !== 0) throw new Sentence(`${output.trim()}\n\nThe database could not be brought up to date (above).`);
  const { applied, seeded, firstAccount } = JSON.parse(output.trim().split("\n").at(-1));
  const text = [applied.length > 0 ? `${applied.length} migrations` : "nothing to migrate", seeded ? "demo written" : null]
    .filter(Boolean)
    .join(", ");
  return { text, firstAccount };
}

async function awaitAnswer(address) {
  for (const until = Date.now() + WEB_ANSWERS_WITHIN_MS; Date.now() < until; await delay(50)) {
    const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(60_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer && answer.status < 500) return;
    if (answer) throw new Sentence(`The web application answers ${address} with ${answer.status}: see its log.`);
  }
  throw new Sentence(`The web application did not answer within ${WEB_ANSWERS_WITHIN_MS / 1000} s: see its log.`);
}

/** Calls back once after a series of changes in folders of the project. */
function watchFolders(folders, onChange) {
  let timer;
  for (const folder of folders) {
    fs.watch(path.join(root, folder), { recursive: true }, (_event, name) => {
      if (!name || !/\.(tsx?|json|mjs)$/.test(name) || /\.test\.tsx?$/.test(name) || name.includes("prisma-client")) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLED_MS);
    }).unref();
  }
}
