import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { parseJson } from "@/lib/base/parse-json";
import { CAUSE_CODES } from "@/lib/check/causes";
import { connectorFor } from "@/lib/connectors/registry";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";

const command = z.string().min(1);

const shopFileSchema = z.strictObject({
  shopSystem: z.enum(SHOP_SYSTEMS),
  url: z.url({ protocol: /^https?$/ }),
  /** The shop's name, as its owner reads it. */
  name: z.string().optional(),
  /** As the credentials form takes them. */
  credentials: z.record(z.string(), z.string()),
  /** File of the authority that issued the shop's certificate. */
  authority: z.string().optional(),
  /** Private networks of the shop, in CIDR notation. */
  networks: z.array(z.string()).default([]),
  /** Prefix of the shop's tables, for `sql`. */
  prefix: z.string().regex(/^\w*$/).optional(),
  /** Seconds for which nothing is sent after a break or its fix. */
  settleSeconds: z.number().min(0).max(600).default(0),
  commands: z.strictObject({
    /** Prints the true orders as JSON lines. */
    orders: command.optional(),
    /** Answers SQL on its standard input with rows, unescaped and without headings. */
    sql: command.optional(),
    change: command.optional(),
    deliver: command.optional(),
    break: command.optional(),
    fix: command.optional(),
    mend: command.optional(),
  }),
  parcels: z.array(z.string()).default([]),
  webhooks: z
    .strictObject({
      address: z.url(),
      host: z.string().default("127.0.0.1"),
      port: z.number().int(),
      withinSeconds: z.number().positive().default(60),
    })
    .optional(),
  /** The cause of each break; null if nothing blocks. */
  breaks: z.record(z.string(), z.enum(CAUSE_CODES).nullable()).default({}),
});
export type ShopFile = z.infer<typeof shopFileSchema> & { folder: string };

/** Throws one sentence for a file that cannot be used. */
export function readShopFile(file: string): ShopFile {
  const parsed = shopFileSchema.safeParse(parseJson(fs.readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  const { commands, shopSystem, credentials, breaks } = parsed.data;
  if (!commands.orders === !commands.sql) throw new Error(`${file}: needs either the command "orders" or the command "sql"`);
  if (Object.keys(breaks).length > 0 && !(commands.break && commands.mend))
    throw new Error(`${file}: "breaks" need the commands "break" and "mend"`);
  const keys = connectorFor(shopSystem).credentialsSchema.safeParse(credentials);
  if (!keys.success) throw new Error(`${file}: these are no credentials of ${shopSystem}: ${z.prettifyError(keys.error)}`);
  return { ...parsed.data, folder: path.dirname(path.resolve(file)) };
}
