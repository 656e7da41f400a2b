// Adds the first people of an empty installation:
//   npm run -s add-person -- --email ana@example.com --name "Ana" --staff --role operator
//   npm run -s add-person -- --email mia@shop.example --name "Mia" --merchant "Noordzee Handel"
// Members of a merchant become owners. The password is read from standard input, to keep it out of shell histories. Without
// DATABASE_URL it uses the embedded database of a running `npm start`.
import path from "node:path";
import readline from "node:readline/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { STAFF_ROLES } from "@/lib/identity/accounts/staff-roles";
import { hashPassword } from "@/lib/identity/auth/password";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";
import { checkStrength } from "@/lib/identity/auth/password-strength";
import { endSessions } from "@/lib/identity/auth/sessions";
import { disconnect, inPlatform } from "@/lib/infra/db";
import { findRunning, runtimeUrlOf } from "@/scripts/dev/postgres.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

const inputSchema = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email()),
  name: z.string().trim().min(1).max(120),
  staff: z.boolean().default(false),
  /** Role of a staff member; the first of an installation needs the highest. */
  role: z.enum(STAFF_ROLES).default("operator"),
  /** Names of merchants; missing ones are created. */
  merchant: z.array(z.string().trim().min(1).max(120)).default([]),
});
type Input = z.infer<typeof inputSchema>;

async function addPerson({ email, name, staff, role, merchant }: Input, password: string): Promise<void> {
  const staffRole = staff ? role : null;
  const passwordHash = await hashPassword(password);
  await inPlatform(async (tx) => {
    const person = await tx.person.upsert({
      where: { email },
      create: { email, name, passwordHash, staffRole },
      update: { name, passwordHash, staffRole },
    });
    // Earlier sessions and reset links must not outlive the new password.
    await endSessions(tx, person.id, new Date(), null);
    await tx.mailedLink.deleteMany({ where: { email } });
    // Restores access after the app and the recovery codes were lost.
    await tx.secondFactor.deleteMany({ where: { personId: person.id } });
    await tx.passkey.deleteMany({ where: { personId: person.id } });
    await tx.recoveryCode.deleteMany({ where: { personId: person.id } });
    // The next sign-in at the issuer with this address is bound instead.
    await tx.staffIdentity.deleteMany({ where: { personId: person.id } });
    for (const merchantName of merchant) {
      // Names are not unique, since users choose any at sign-up.
      const known = await tx.merchant.findMany({ where: { name: merchantName }, select: { id: true, createdAt: true }, take: 2 });
      if (known.length > 1) throw new Error(`Several merchants are named ${merchantName}. No person was added.`);
      const id = known[0]?.id ?? (await tx.merchant.create({ data: { name: merchantName }, select: { id: true } })).id;
      const since = known[0]?.createdAt.toISOString();
      console.error(since ? `${merchantName} is there since ${since}: ${id}` : `${merchantName} was made: ${id}`);
      const key = { merchantId: id, personId: person.id };
      await tx.membership.upsert({ where: { merchantId_personId: key }, create: { ...key, role: "owner" }, update: {} });
    }
  });
}

async function readPassword(): Promise<string> {
  const input = readline.createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  if (process.stdin.isTTY) process.stderr.write("Password: ");
  for await (const line of input) return line;
  return "";
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
if (!parsed.success) {
  console.error(
    `Usage: npm run -s add-person -- --email ADDRESS --name NAME [--staff [--role ${STAFF_ROLES.join("|")}]] [--merchant "NAME"]…`,
  );
  process.exit(1);
}
const embedded = path.join(root, ".data/start/postgres");
const running = findRunning(embedded);
process.env["DATABASE_URL"] ||= running ? runtimeUrlOf(running, embedded) : "";
if (process.env["DATABASE_URL"] === "") {
  console.error("No database: run npm start in this folder, or set DATABASE_URL.");
  process.exit(1);
}
const password = await readPassword();
if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
  console.error(`The password needs ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters.`);
  process.exit(1);
}
const strength = await checkStrength(password, [parsed.data.email, parsed.data.name, ...parsed.data.merchant]);
if (!strength.ok) {
  console.error("This password is common, leaked or easy to guess. Choose a few unrelated words, or a random one.");
  process.exit(1);
}
await addPerson(parsed.data, password).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
await disconnect();
console.error(`${parsed.data.email} can sign in.`);
