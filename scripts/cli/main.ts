import { CommanderError } from "commander";
import { ApiError } from "@/lib/api/client/client";
import { EXIT, type ExitCode, Stop } from "@/scripts/cli/exit-codes";
import { note, printable } from "@/scripts/cli/output";
import { makeProgram } from "@/scripts/cli/program";

// `mooring`, the command line of the API. Its texts are English like the API's own, which it prints: the message files are for the pages.

interface Ending {
  exit: ExitCode;
  code: string;
  message: string;
}

const isForNow = (status: number): boolean => status === 0 || status === 429 || status >= 500;

function exitOf({ status, problem }: ApiError): ExitCode {
  if (isForNow(status) || problem === null) return EXIT.unreachable;
  if (status === 401 || status === 403 || problem.code === "frozen") return EXIT.notAllowed;
  return status === 409 ? EXIT.finding : EXIT.usage;
}

function endingOf(error: unknown): Ending {
  if (error instanceof Stop) return error;
  if (error instanceof CommanderError) return { exit: EXIT.usage, code: "usage", message: error.message.replace(/^error: /, "") };
  if (error instanceof ApiError) {
    const { problem } = error;
    const fields = problem?.errors?.map(({ field, code }) => `${field}: ${code.replaceAll("_", " ")}`) ?? [];
    const more = [
      ...fields,
      ...(problem?.scope ? [`scope: ${problem.scope}`] : []),
      ...(problem?.errorId ? [`error id: ${problem.errorId}`] : []),
    ];
    const message = [error.message, ...(more.length > 0 ? [`(${more.join(", ")})`] : [])].join(" ");
    return { exit: exitOf(error), code: problem?.code ?? "no_answer", message };
  }
  return { exit: EXIT.bug, code: "bug", message: error instanceof Error ? (error.stack ?? error.message) : "unknown error" };
}

const wantsJson = process.argv.includes("--json");

async function main(): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok;
  const program = makeProgram((code) => {
    exit = code;
  });
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    command.exitOverride();
    if (wantsJson) command.configureOutput({ outputError: () => undefined }).showHelpAfterError(false);
  }
  try {
    await program.parseAsync();
    return exit;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const { exit: failed, code, message } = endingOf(error);
    if (wantsJson) note(JSON.stringify({ error: { code, message } }));
    // Commander has already written its own message.
    else if (!(error instanceof CommanderError)) note(`mooring: ${message.split("\n").map(printable).join("\n")}`);
    return failed;
  }
}

// A reader that has enough, such as head, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.bug));
process.exitCode = await main();
