import { Command, InvalidArgumentError, Option } from "commander";
import { LOCALES } from "@/lib/i18n/locales";
import { VERSION } from "@/lib/infra/version";
import { ADDRESS_FORMATS } from "@/scripts/cli/address-formats";
import { addresses } from "@/scripts/cli/commands/addresses";
import { check } from "@/scripts/cli/commands/check";
import { login, logout } from "@/scripts/cli/commands/login";
import { logs } from "@/scripts/cli/commands/logs";
import { endMaintenance, listMaintenance, startMaintenance } from "@/scripts/cli/commands/maintenance";
import { exportOrders, findOrder } from "@/scripts/cli/commands/orders";
import { refresh } from "@/scripts/cli/commands/refresh";
import { createReport, REPORT_DAYS } from "@/scripts/cli/commands/report";
import { shops, status } from "@/scripts/cli/commands/shops";
import { readDuration, readMoment } from "@/scripts/cli/durations";
import { EXIT_MEANINGS, type ExitCode } from "@/scripts/cli/exit-codes";

const MAX_LINES = 100;

function readLines(text: string): number {
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 1 || lines > MAX_LINES) throw new InvalidArgumentError(`Write a number from 1 to ${MAX_LINES}.`);
  return lines;
}

function readDays(text: string): (typeof REPORT_DAYS)[number] {
  const days = REPORT_DAYS.find((known) => `${known}` === text);
  if (days === undefined) throw new InvalidArgumentError(`Write one of ${REPORT_DAYS.join(", ")}.`);
  return days;
}

const SHOP = "name, id or address of a connected shop; a part of the name is enough";

const START = `
Start here:
  $ mooring login --url https://mooring.example     stores a token of Settings → API tokens
  $ mooring status                                  all shops, and which of them need action
  $ mooring check "My shop" --wait                  what blocks it, seen from our addresses
  $ mooring refresh "My shop" --wait                imports orders, and compares the counts

In a script, set MOORING_URL and MOORING_TOKEN instead of a login. Every command takes --json.

Exit codes:
${EXIT_MEANINGS.map(([code, meaning]) => `  ${`${code}`.padEnd(4)}${meaning}`).join("\n")}
`;

const waits = (command: Command, timeout: string, what: string): Command =>
  command
    .option("-w, --wait", what)
    .addOption(new Option("--timeout <duration>", "with --wait: how long").argParser(readDuration).default(readDuration(timeout), timeout));

const examples = (command: Command, ...lines: string[]): Command =>
  command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`);

/** The commands; `onExit` gets the exit code of the one that ran. */
export function makeProgram(onExit: (code: ExitCode) => void): Command {
  const program = new Command("mooring")
    .description("Reads and changes what your Mooring knows of your shops, from scripts and terminals.")
    .version(VERSION, "-V, --version")
    .option("--url <address>", "address of your Mooring (or MOORING_URL)")
    .option("--json", "one JSON document on standard output, with the fields of the API; errors as JSON on standard error")
    .addHelpText("after", START)
    .showHelpAfterError("(mooring --help, or mooring help <command>)");

  /** Calls an action with the arguments and all options, those of the program included. */
  const runs =
    <Options>(act: (typed: never, options: Options, second: never) => Promise<ExitCode>) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command;
      const [first, second] = command.processedArgs as never[];
      onExit(await act(first as never, command.optsWithGlobals() as Options, second as never));
    };

  const shopsCommand = program
    .command("shops")
    .description("list all shops")
    .action(runs((_typed, options: object) => shops(options)));
  examples(shopsCommand, "mooring shops", "mooring shops --json | jq -r '.[] | select(.story.state == \"down\") | .name'");

  const statusCommand = program
    .command("status")
    .description("tell the state of all shops, or of one: what is wrong, who can act, and what happens by itself")
    .argument("[shop]", SHOP)
    .option("--watch", "one line for each change, until Ctrl-C; with --json one document a line")
    .addOption(new Option("--interval <duration>", "with --watch: how often to read").argParser(readDuration).default(10, "10s"))
    .action(runs(status));
  waits(statusCommand, "10m", "until every shop works");
  examples(
    statusCommand,
    "mooring status || echo 'a shop needs action'",
    'mooring status "My shop" --wait --timeout 5m',
    "mooring status --watch",
  );

  const checkCommand = program
    .command("check")
    .description("check whether a shop lets us in: all methods, both User-Agents, all our addresses")
    .argument("<shop>", SHOP)
    .action(runs(check));
  waits(checkCommand, "5m", "for the result; exit code 0 if the shop is healthy, otherwise 1");
  examples(checkCommand, 'mooring check "My shop" --wait', "mooring check https://shop.example --wait --json");

  const refreshCommand = program
    .command("refresh")
    .description("import the orders of a shop now, like the button")
    .argument("<shop>", SHOP)
    .action(runs(refresh));
  waits(refreshCommand, "30m", "for the end; exit code 0 only if as many orders are imported as the shop counts");
  examples(refreshCommand, 'mooring refresh "My shop" --wait', "mooring refresh shop.example --wait --timeout 1h --json");

  const maintenance = program.command("maintenance").description("announce maintenance of a shop, so that no one is notified");
  const start = maintenance
    .command("start")
    .description("announce maintenance from now on, or from --from on")
    .argument("<shop>", SHOP)
    .requiredOption("--until <time>", "45m, 2h, 18:30 or 2026-12-24T18:30:00Z", (text) => readMoment(text))
    .option("--from <time>", "the same, if it does not begin now", (text) => readMoment(text))
    .action(runs(startMaintenance));
  examples(start, 'mooring maintenance start "My shop" --until 30m', 'mooring maintenance start "My shop" --from 22:00 --until 23:30');
  maintenance.command("end").description("end current maintenance").argument("<shop>", SHOP).action(runs(endMaintenance));
  maintenance.command("list").description("list current and planned maintenance").argument("<shop>", SHOP).action(runs(listMaintenance));

  const orders = program.command("orders").description("ask shops for an order, or export orders");
  const find = orders
    .command("find")
    .description("where is an order? Asks the shops by its number or id, and imports it if it only had not arrived")
    .argument("<number>", "number or id of the order")
    .option("--shop <shop>", "ask only this shop")
    .option("--import-older", "also import an order from before the import start")
    .action(runs(findOrder));
  examples(find, "mooring orders find 1042", 'mooring orders find 1042 --shop "My shop" --json');

  const day = (text: string): string => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new InvalidArgumentError("Write a day such as 2026-12-24.");
    return text;
  };
  const exportCommand = orders
    .command("export")
    .description("write the imported orders of a shop to a file, whose ending is its format: .csv or .jsonl")
    .argument("<shop>", SHOP)
    .argument("<file>", "it replaces an older one")
    .option("--from <day>", "first day on which an order was placed, in UTC", day)
    .option("--to <day>", "last such day", day)
    .option("--status <status>", "only orders with this status")
    .addOption(new Option("--timeout <duration>", "how long to wait for it").argParser(readDuration).default(readDuration("30m"), "30m"))
    .action(runs(exportOrders));
  examples(exportCommand, 'mooring orders export "My shop" orders.csv', 'mooring orders export "My shop" new.jsonl --from 2026-12-01');

  const report = program.command("report").description("reports for the hosting provider of a shop");
  const create = report
    .command("create")
    .description("make a page with proof and fix of what the newest check found, or of a certificate that ends soon, and print its link")
    .argument("<shop>", SHOP)
    .addOption(new Option("--language <language>", "language of the page").choices(LOCALES).default("en"))
    .addOption(new Option("--days <days>", `how long the link is valid: ${REPORT_DAYS.join(", ")}`).argParser(readDays).default(30))
    .option("--certificate", "of the certificate, also if the newest check found something")
    .option("--mail-to <address>", "mail the link to the hosting provider")
    .option("--remind", "with --mail-to: remind them by mail")
    .action(runs(createReport));
  examples(
    create,
    'mooring report create "My shop"',
    'mooring report create "My shop" --certificate',
    'mooring report create "My shop" --language de --mail-to support@host.example',
  );

  const addressesCommand = program
    .command("addresses")
    .description("print our addresses, for firewalls; needs no token")
    .addOption(new Option("--format <format>", "how to write them").choices(ADDRESS_FORMATS).default("txt"))
    .action(runs((_typed, options: Parameters<typeof addresses>[0]) => addresses(options)));
  examples(
    addressesCommand,
    "mooring addresses",
    "mooring addresses --format nginx > /etc/nginx/mooring-allow.conf && nginx -t",
    "mooring addresses --format cloudflare",
  );

  const logsCommand = program
    .command("logs")
    .description("list the syncs of a shop, the newest last; with --json one document a line")
    .argument("<shop>", SHOP)
    .addOption(new Option("-n, --lines <number>", "how many, at most 100").argParser(readLines).default(20))
    .option("-f, --follow", "go on with new ones, until Ctrl-C")
    .action(runs(logs));
  examples(
    logsCommand,
    'mooring logs "My shop"',
    "mooring logs shop.example --lines 100 --json | jq -r .failure",
    "mooring logs shop.example --follow",
  );

  program
    .command("login")
    .description("try a token and store it, readable for you only; typed on a terminal, or on standard input")
    .action(runs((_typed, options: object) => login(options)));
  program
    .command("logout")
    .description("delete the stored token")
    .action(runs((_typed, options: object) => logout(options)));
  return program;
}
