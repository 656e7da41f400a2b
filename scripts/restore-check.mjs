// `npm run restore:check`: makes the backups of docs/backups.md from the demo's database and restores them: pg_dump, and a base backup
// with WAL to a moment before a disaster. Each copy must serve a signed-in merchant's pages. Needs PostgreSQL's client programs.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { build } from "./dev/build.mjs";
import { DEMO_SIGN_INS } from "./dev/demo-sign-ins.mjs";
import { findFreePort } from "./dev/ports.mjs";
import { countRows, demoSettingsOf, expectAnswer, inOwnFolder, must, query, settingsOf, start } from "./dev/programs.mjs";
import { Sentence, step } from "./dev/progress.mjs";
import { signIn } from "./dev/sign-in.mjs";
import { root, typescriptArguments, typescriptEnvironment } from "./dev/typescript.mjs";

const TIMEOUT_MS = 60_000;
const SCHEMAS = ["public", "pgboss"];

/** The folder with client programs of at least this major version. */
function findPrograms(major) {
  const debian = "/usr/lib/postgresql";
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).map((name) => path.join(debian, name, "bin")) : [];
  for (const bin of [...(process.env.PATH ?? "").split(path.delimiter), ...versions.sort().reverse()]) {
    if (!["pg_dump", "pg_dumpall", "pg_restore", "psql", "pg_basebackup"].every((name) => fs.existsSync(path.join(bin, name)))) continue;
    const [, found] = /(\d+)\.\d+/.exec(execFileSync(path.join(bin, "pg_dump"), ["--version"], { encoding: "utf8" })) ?? [];
    if (Number(found) >= major) return bin;
  }
  throw new Sentence(`PostgreSQL's client programs of version ${major} or newer are missing: install postgresql-client-${major}.`);
}

/** A restored server keeps the runtime login's password, so its file is copied, too. */
const keepPasswords = (place, name, kinds) => {
  for (const kind of kinds) fs.copyFileSync(path.join(place, `source.${kind}`), path.join(place, `${name}.${kind}`));
};

function expectSame(restored, source) {
  const different = [...new Map([...source, ...restored]).keys()].filter((name) => restored.get(name) !== source.get(name));
  if (different.length > 0)
    throw new Sentence(`Rows differ: ${different.map((name) => `${name} ${source.get(name)} → ${restored.get(name)}`).join(", ")}.`);
  return `${[...restored.values()].reduce((sum, count) => sum + count, 0)} rows of ${restored.size} tables`;
}

/** Starts web on a restored server, signs in, and reads the merchant's pages. */
async function servePages({ url, runtimeUrl }, { NEXTAUTH_SECRET, CREDENTIALS_KEYS, DEMO_PASSWORD }) {
  const port = await findFreePort();
  const address = `http://127.0.0.1:${port}`;
  const env = { ...settingsOf({ url: "", runtimeUrl }), NEXTAUTH_SECRET, CREDENTIALS_KEYS, NEXTAUTH_URL: address };
  const web = start([path.join(root, "node_modules/next/dist/bin/next"), "start", "-H", "127.0.0.1", "-p", String(port)], { env });
  try {
    await expectAnswer(`${address}/readyz`, 200, web);
    const read = await signIn(address, { email: DEMO_SIGN_INS.merchant.email, password: DEMO_PASSWORD });
    const [seen] = await query(
      url,
      `select o.merchant_id, i.id, m.name as merchant, i.name as shop, o.number from shop_order o
       join integration i on i.id = o.integration_id join merchant m on m.id = o.merchant_id
       join membership s on s.merchant_id = m.id join person p on p.id = s.person_id where p.email = $1 order by o.placed_at desc, o.id limit 1`,
      [DEMO_SIGN_INS.merchant.email],
    );
    const home = `/m/${seen.merchant_id}`;
    const pages = [
      [home, seen.merchant],
      [`${home}/integrations`, seen.shop],
      [`${home}/integrations/${seen.id}`, seen.shop],
      [`${home}/orders`, seen.number],
    ];
    for (const [page, expected] of pages) {
      const { status, text } = await read(page);
      if (status !== 200 || !text.includes(expected))
        throw new Sentence(`${web.output()}\n${page} answers ${status} without "${expected}".`);
    }
    return `${pages.length} pages`;
  } finally {
    web.child.kill("SIGTERM");
    await web.ended;
  }
}

/** @returns a server with the demo and archived WAL, and the settings used to seed the demo */
async function makeSource({ place, startServer }) {
  const archived = path.join(place, "archive");
  fs.mkdirSync(archived);
  fs.chmodSync(archived, 0o777);
  const source = await startServer("source", ["archive_mode=on", `archive_command=test ! -f ${archived}/%f && cp %p ${archived}/%f`]);
  const settings = { ...settingsOf(source), ...(await demoSettingsOf(place)) };
  await must(process.execPath, typescriptArguments("scripts/dev/prepare.ts", ["--demo"]), { ...settings, ...typescriptEnvironment });
  return { source, settings };
}

async function restoreDump({ place, startServer }, bin, source, before) {
  const [roleFile, dumpFile] = [path.join(place, "roles.sql"), path.join(place, "mooring.dump")];
  const program = (name) => path.join(bin, name);
  const roles = await must(program("pg_dumpall"), ["--roles-only", "--dbname", source.url]);
  fs.writeFileSync(roleFile, roles, { mode: 0o600 });
  await must(program("pg_dump"), ["--format=custom", "--file", dumpFile, source.url]);
  const bytes = fs.statSync(dumpFile).size;
  keepPasswords(place, "dumped", ["runtime-password"]);
  const server = await startServer("dumped");
  // Fails only for the existing superuser; psql continues.
  await must(program("psql"), ["--quiet", "--file", roleFile, server.url]);
  // ALTER ROLE has also replaced the superuser's password.
  keepPasswords(place, "dumped", ["password"]);
  const url = new URL(server.url);
  url.password = new URL(source.url).password;
  await must(program("pg_restore"), ["--exit-on-error", "--dbname", url.href, dumpFile]);
  const restored = { ...server, url: url.href };
  return { server: restored, text: `${(bytes / 1e6).toFixed(1)} MB, ${expectSame(await countRows(restored.url, SCHEMAS), before)}` };
}

/** A base backup, a change that must survive, a disaster that must not, and a restore to the moment between the two. */
async function restoreToMoment({ place, startServer }, bin, source, before) {
  const [copy, archived] = [path.join(place, "moment"), path.join(place, "archive")];
  await must(path.join(bin, "pg_basebackup"), ["--pgdata", copy, "--checkpoint=fast", "--wal-method=none", "--dbname", source.url]);
  await query(source.url, "update merchant set name = 'Renamed after the backup'");
  const [{ moment }] = await query(source.url, "select clock_timestamp()::text as moment");
  await query(source.url, "delete from shop_order");
  const [{ wal }] = await query(source.url, "select pg_walfile_name(pg_switch_wal()) as wal");
  for (const until = Date.now() + TIMEOUT_MS; !fs.existsSync(path.join(archived, wal)); await delay(50))
    if (Date.now() > until) throw new Sentence(`${wal} was not archived.`);
  await source.stop();
  keepPasswords(place, "moment", ["password", "runtime-password"]);
  fs.writeFileSync(path.join(copy, "recovery.signal"), "");
  const { uid, gid } = fs.statSync(path.join(place, "source"));
  await must("chown", ["-R", `${uid}:${gid}`, copy]);
  const server = await startServer("moment", [
    `restore_command=cp ${archived}/%f %p`,
    `recovery_target_time=${moment}`,
    "recovery_target_action=promote",
  ]);
  // The server responds during recovery, when queries may be cancelled or see too little.
  while ((await query(server.url, "select pg_is_in_recovery() as replays"))[0].replays) await delay(50);
  const names = await query(server.url, "select distinct name from merchant");
  if (names.length !== 1 || names[0].name !== "Renamed after the backup") throw new Sentence("A change before the moment is missing.");
  return { server, text: `to ${moment}, ${expectSame(await countRows(server.url, SCHEMAS), before)}` };
}

await inOwnFolder("restore", async (folder) => {
  await step("Building the web application (only when its sources changed)", build);
  const { source, settings } = await step("Making a database with the demo, WAL archived", () => makeSource(folder));
  const bin = findPrograms(Number((await query(source.url, "show server_version"))[0].server_version.split(".")[0]));
  const before = await countRows(source.url, SCHEMAS);
  const dumped = await step("Dumping, and restoring into an empty server", () => restoreDump(folder, bin, source, before));
  await step("Serving pages from it", () => servePages(dumped.server, settings));
  const moment = await step("Base backup, and restoring to a moment before a disaster", () => restoreToMoment(folder, bin, source, before));
  await step("Serving pages from it", () => servePages(moment.server, settings));
  process.stdout.write("\n  Both backups can be restored.\n");
});
