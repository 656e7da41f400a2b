// `npm run release:check`: verifies a release from a clean clone of the last commit. Production install, build, start as an unprivileged
// user in an empty folder with read-only code, smoke test, graceful stop. Needs npm's registry, but no Docker.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ownEnvironment } from "./dev/own-environment.mjs";
import { findFreePort } from "./dev/ports.mjs";
import { expectAnswer, finish, inOwnFolder, must, start } from "./dev/programs.mjs";
import { Sentence, step } from "./dev/progress.mjs";
import { signIn } from "./dev/sign-in.mjs";
import { root } from "./dev/typescript.mjs";

const UNPRIVILEGED_ID = 65_534;
const ENDS_WITHIN_MS = 40_000;
/** Maximum size of the image without its base; in total it must stay below 400 MB. */
const MAX_APP_BYTES = 180e6;

const unprivileged = process.getuid?.() === 0 ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {};
const children = [];

/** package.json defines the version; changelog and chart must match. */
function checkVersion(source) {
  const { version } = JSON.parse(fs.readFileSync(path.join(source, "package.json"), "utf8"));
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Sentence(`package.json: ${version} is no semantic version.`);
  const changelog = fs.readFileSync(path.join(source, "CHANGELOG.md"), "utf8");
  if (!changelog.includes("## [Unreleased]") && !changelog.includes(`## [${version}]`))
    throw new Sentence(`CHANGELOG.md has no section for ${version}.`);
  const chart = fs.readFileSync(path.join(source, "deploy/helm/mooring/Chart.yaml"), "utf8");
  if (!chart.includes(`appVersion: "${version}"`)) throw new Sentence(`deploy/helm/mooring/Chart.yaml: appVersion must be "${version}".`);
  return version;
}

async function install(source) {
  await must("git", ["clone", "--quiet", "--no-local", root, source], process.env);
  const version = checkVersion(source);
  // npm from PATH, which the project's own Node, first in PATH, then runs.
  const npm = ["ci", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline", "--prefix", source];
  await must("npm", npm, { ...ownEnvironment(), NODE_ENV: "production" });
  const { packages } = JSON.parse(fs.readFileSync(path.join(source, "package-lock.json"), "utf8"));
  const left = Object.keys(packages).filter((folder) => packages[folder].dev && fs.existsSync(path.join(source, folder)));
  if (left.length > 0) throw new Sentence(`Development dependencies were installed: ${left.join(", ")}`);
  return version;
}

async function build({ source, app }) {
  const env = { ...ownEnvironment(), NODE_ENV: "production" };
  const prisma = path.join(source, "node_modules/prisma/build/index.js");
  await must(process.execPath, [prisma, "generate", "--config", path.join(source, "prisma.config.ts")], env);
  await must(process.execPath, [path.join(source, "scripts/build-app.mjs")], env);
  fs.cpSync(path.join(source, "dist"), app, { recursive: true, verbatimSymlinks: true });
  await must("chmod", ["-R", "a-w,a+rX", app], process.env);
  let bytes = 0;
  for (const name of fs.readdirSync(app, { recursive: true })) bytes += fs.lstatSync(path.join(app, name)).size;
  if (bytes > MAX_APP_BYTES)
    throw new Sentence(`The application has ${Math.round(bytes / 1e6)} MB: at most ${MAX_APP_BYTES / 1e6} fit the image.`);
  return `${Math.round(bytes / 1e6)} MB`;
}

async function end({ child, ended, output }, name) {
  child.kill("SIGTERM");
  const code = await Promise.race([ended, delay(ENDS_WITHIN_MS, "too late")]);
  if (code !== 0) throw new Sentence(`${output()}\nThe ${name} process ended with ${code} after SIGTERM.`);
}

async function smoke(version, { app, empty }, databases) {
  /** Runs a command of the build as the unprivileged user. */
  const asUnprivileged = (env, input) => ({ cwd: empty, env, input, ...unprivileged });
  const run = (args, env) => {
    const running = start(args, asUnprivileged(env));
    children.push(running.child);
    return running;
  };
  const [port, webMetrics, workerMetrics] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...ownEnvironment(),
    NODE_ENV: "production",
    HOME: "/nonexistent",
    NEXTAUTH_URL: url,
    NEXT_MANUAL_SIG_HANDLE: "true",
    DRAIN_SECONDS: "2",
    HOSTNAME: "127.0.0.1",
    PORT: String(port),
    DATABASE_URL: databases.runtimeUrl,
    // The smoke test signs in with only a password.
    STAFF_SECOND_FACTOR_FROM: "2100-01-01",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `release:${randomBytes(32).toString("base64")}`,
  };
  const command = (name) => path.join(app, "server/bin", `${name}.mjs`);
  const worker = (metrics) => run([command("worker")], { ...env, METRICS_PORT: String(metrics) });

  const early = run([path.join(app, "server.js")], { ...env, METRICS_PORT: String(webMetrics) });
  await expectAnswer(`${url}/healthz`, 200, early);
  await expectAnswer(`${url}/readyz`, 503, early, /database_unreachable|migrations_missing/);
  await finish([command("migrate")], asUnprivileged({ ...env, MIGRATE_DATABASE_URL: databases.url }));
  await expectAnswer(`${url}/readyz`, 200, early);
  const password = randomBytes(18).toString("base64url");
  await finish([command("add-person"), "--email", "ana@example.com", "--name", "Ana", "--staff"], asUnprivileged(env, `${password}\n`));
  const working = worker(workerMetrics);
  await expectAnswer(`http://127.0.0.1:${workerMetrics}/readyz`, 200, working);
  const html = await expectAnswer(`${url}/sign-in`, 200, early, /<form/);
  const [, script] = /src="(\/_next\/static\/[^"]+\.js[^"]*)"/.exec(html) ?? [];
  await expectAnswer(`${url}${script?.replaceAll("&amp;", "&")}`, 200, early);
  // The command line as users get it: from the running web process.
  const npx = { ...ownEnvironment(), npm_config_cache: path.join(app, "../npm-cache"), MOORING_URL: url };
  await must("npx", ["--yes", `${url}/mooring.tgz`, "addresses", "--json"], npx);
  const read = await signIn(url, { email: "ana@example.com", password });
  const { status } = await read("/support");
  if (status !== 200) throw new Sentence(`/support answers ${status}.`);
  await expectAnswer(`http://127.0.0.1:${workerMetrics}/metrics`, 200, working, new RegExp(`mooring_build_info{version="${version}"} 1`));
  await expectAnswer(`http://127.0.0.1:${webMetrics}/metrics`, 200, early, /mooring_http_request_duration_seconds_count/);
  const ended = Promise.all([end(early, "web"), end(working, "worker")]);
  await expectAnswer(`${url}/readyz`, 503, early, /draining/);
  await ended;
  if (fs.readdirSync(empty).length > 0) throw new Sentence(`The processes wrote ${fs.readdirSync(empty)} into their folder.`);
}

await inOwnFolder("release", async ({ place, startServer }) => {
  const [source, app, empty] = ["source", "app", "empty"].map((name) => path.join(place, name));
  fs.mkdirSync(empty);
  fs.chmodSync(empty, 0o777);
  try {
    const version = await step("Cloning the last commit, production install", () => install(source));
    await step("Building", () => build({ source, app }));
    const databases = await step("Starting PostgreSQL", () => startServer("postgres"));
    await step("Starting as an unprivileged user in an empty folder, smoke test, graceful end", () =>
      smoke(version, { app, empty }, databases),
    );
    process.stdout.write(`\n  Version ${version} can be released.\n`);
  } finally {
    for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
    if (fs.existsSync(app)) await must("chmod", ["-R", "u+w", app]);
  }
});
