// Adds the first people of an empty installation:
//   npm run -s add-person -- --email ana@example.com --name "Ana" --staff --role operator
//   npm run -s add-person -- --email mia@shop.example --name "Mia" --merchant "Noordzee Handel"
// Members of a merchant become owners. The password is read from standard input, to keep it out of shell histories. Without
// DATABASE_URL it uses the database of a running `npm start`.
import { text as readAll } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { z } from "zod";
import { STAFF_ROLES } from "@/lib/identity/accounts/staff-roles";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";
import { ask } from "@/scripts/cli/ask";
import { readHolder } from "@/scripts/dev/process-lock.mjs";
import { START_LOCK } from "@/scripts/dev/start-folder.mjs";

const inputSchema = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email()),
  name: z.string().trim().min(1).max(120),
  staff: z.boolean().default(false),
  /** Role of a staff member; the first of an installation needs the highest. */
  role: z.enum(STAFF_ROLES).default("operator"),
  /** Names of merchants; missing ones are created. */
  merchant: z.array(z.string().trim().min(1).max(120)).default([]),
});

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) return ask(`Choose a password of at least ${MIN_PASSWORD_LENGTH} characters (it is not shown): `, true);
  const [line = ""] = (await readAll(process.stdin)).split(/\r?\n/, 1);
  return line;
}

const { values } = parseArgs({
  options: {
    email: { type: "string" },
    name: { type: "string" },
    staff: { type: "boolean" },
    role: { type: "string" },
    merchant: { type: "string", multiple: true },
  },
});
const parsed = inputSchema.safeParse(values);
if (!parsed.success)
  fail(`Usage: npm run -s add-person -- --email ADDRESS --name NAME [--staff [--role ${STAFF_ROLES.join("|")}]] [--merchant "NAME"]…`);
// Before the product is loaded: its modules read the environment once.
process.env["DATABASE_URL"] ||= readHolder(START_LOCK)?.database ?? "";
if (process.env["DATABASE_URL"] === "") fail("No database: run npm start in this folder, or set DATABASE_URL.");

const password = await readPassword();
if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH)
  fail(`The password needs ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters.`);
const { checkStrength } = await import("@/lib/identity/auth/password");
const strength = await checkStrength(password, [parsed.data.email, parsed.data.name, ...parsed.data.merchant]);
if (!strength.ok) fail("This password is common, leaked or easy to guess. Choose a few unrelated words, or a random one.");
const { storePerson } = await import("@/scripts/dev/store-person");
await storePerson(parsed.data, password).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
await (await import("@/lib/infra/db")).disconnect();
console.error(`${parsed.data.email} can sign in.`);
