// `npm start` and `npm run dev` (--dev): starts all of Mooring on this machine. Needs only Node 20 and npm.
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bootstrap } from "./dev/bootstrap.mjs";
import { assertDemoIsPrivate, PASSWORD_FILE } from "./dev/demo-password.mjs";
import { DEMO_SIGN_INS } from "./dev/demo-sign-ins.mjs";
import { whenParentEnds } from "./dev/parent.mjs";
import { assertPortFree, readPort } from "./dev/ports.mjs";
import { clearAbandoned, readHolder, takeLock } from "./dev/process-lock.mjs";
import { Sentence, step, stopWith } from "./dev/progress.mjs";
import { START_FOLDER, START_LOCK } from "./dev/start-folder.mjs";

/** Options from the command line and the environment. */
function readOptions(argv, env) {
  const unknown = argv.filter((word) => !["--dev", "--demo", "--no-demo"].includes(word));
  if (unknown.length > 0) throw new Sentence(`Unknown option ${unknown.join(" ")}: npm start takes --demo or --no-demo.`);
  const asked = argv.includes("--demo") || env.MOORING_DEMO === "1";
  const declined = argv.includes("--no-demo") || env.MOORING_DEMO === "0";
  return {
    dev: argv.includes("--dev"),
    host: env.HOST || "127.0.0.1",
    // Passkeys need a host name.
    ...(env.HOST ? {} : { name: "localhost" }),
    port: readPort(env.PORT, 3000),
    databaseUrl: env.DATABASE_URL || undefined,
    migrateDatabaseUrl: env.MIGRATE_DATABASE_URL || undefined,
    // An external database gets a demo only on request.
    demo: declined ? false : asked || !env.DATABASE_URL,
  };
}

/** Waits for an instance that is stopping; reports one that is running. */
async function assertNotRunning() {
  const holder = readHolder(START_LOCK);
  if (!holder) return;
  if (holder.stopping) {
    return step("Waiting for the stopping instance", async () => {
      while (readHolder(START_LOCK)?.stopping) await delay(100);
    });
  }
  const where = holder.url ? ` at ${holder.url}` : "";
  throw new Sentence(
    `Mooring is already running from this folder${where} (process ${holder.owner.pid}): use it, or stop it with Ctrl-C in its terminal.`,
  );
}

async function main() {
  const started = performance.now();
  const options = readOptions(process.argv.slice(2), process.env);
  // Fail before slow steps.
  if (options.demo) assertDemoIsPrivate(options.host, process.env);
  await assertNotRunning();
  await clearAbandoned(START_LOCK);
  await assertPortFree(options.host, options.port);
  await bootstrap();

  const { createStack } = await import("./dev/stack.mjs");
  const lock = await takeLock(START_LOCK);
  if ("holder" in lock) {
    await assertNotRunning();
    throw new Sentence("Mooring was started from this folder twice at the same time: start it again.");
  }
  const stack = createStack({
    ...options,
    // Demo shops that answer as slowly as real ones, so that a sync can be watched.
    environment: { DEMO_LATENCY_MS: "300", ...process.env },
    dataDir: START_FOLDER,
    onChildren: (children) => lock.note({ children }),
  });
  let asked = 0;
  const stop = new Promise((resolve) => {
    const ask = () => {
      asked += 1;
      if (asked > 1) process.exit(130); // second signal: exit at once; the children follow
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, ask);
    whenParentEnds(ask);
  });
  try {
    const up = await Promise.race([stack.start(), stop]);
    if (up) {
      lock.note({ url: up.url, database: up.database });
      announce({ ...up, seconds: (performance.now() - started) / 1000 });
      await Promise.race([stack.failed, stop]);
    }
    process.stdout.write("\n  Stopping …");
  } finally {
    lock.note({ stopping: true });
    await stack.stop();
    lock.release();
  }
  process.stdout.write(" stopped.\n");
}

/** What an installation without accounts needs first. */
const nextSteps = (firstAccountUrl) => [
  "",
  "There is no account yet. This link creates the first one, within a day and before any other is added:",
  `  ${firstAccountUrl}`,
  "It owns your company and connects its shops. Then, for support staff, in another terminal of this folder:",
  '  npm run -s add-person -- --email ana@example.com --name "Ana" --staff --role operator',
  "Mails, secrets and everything else to set up: docs/environment.md",
];

function announce({ url, demo, firstAccountUrl, seconds }) {
  const lines = [`Mooring is ready after ${seconds.toFixed(1)} s:  ${url}`];
  if (demo) {
    const { password, guide } = demo;
    const width = Math.max(...Object.values(DEMO_SIGN_INS).map(({ email }) => email.length));
    lines.push("", `Sign in to the demo with the password  ${password}  as`);
    for (const { email, about } of Object.values(DEMO_SIGN_INS)) lines.push(`  ${email.padEnd(width)}  ${about}`);
    lines.push(`The password is kept in ${path.relative(process.cwd(), path.join(START_FOLDER, PASSWORD_FILE))}.`);
    lines.push(
      "",
      `To fix a blocked shop:  sign in as ${DEMO_SIGN_INS.merchant.email} and open ${guide.shopName}; its hosting panel: ${guide.panelUrl}`,
      `To connect a shop:      ${guide.spare.url}`,
      `                        ${guide.spare.consumerKey}  ${guide.spare.consumerSecret}`,
      `More to try:            ${url}/demo (docs/tour.md)`,
    );
  }
  if (firstAccountUrl) lines.push(...nextSteps(firstAccountUrl));
  lines.push("", `Ctrl-C stops everything. Logs: ${path.relative(process.cwd(), path.join(START_FOLDER, "logs")) || "."}`);
  process.stdout.write(`\n${lines.map((line) => (line ? `  ${line}` : "")).join("\n")}\n`);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  stopWith(error);
  process.exit(1);
}
