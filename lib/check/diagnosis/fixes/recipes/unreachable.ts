import { step } from "@/lib/check/diagnosis/fixes/fix";
import { type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";

const showRecords = ({ host }: Scope) => step("domain_records", { command: `dig +trace ${host || "localhost"}` });
const showService = ({ ports }: Scope) =>
  step("host_service", { command: `ss -ltnp '( sport = :${ports[0] ?? 80} or sport = :${ports.at(-1) ?? 443} )'` });

export const nameRecipes: readonly Recipe[] = [
  recipe("name.mooring", 1, ["mooring_spelling"]),
  recipe("name.domain", 10, ["domain_paid", showRecords, "domain_wait"]),
];

export const connectionRecipes: readonly Recipe[] = [
  // A reset connection proves that a service listens.
  recipe("connection.hosting", 10, [showService, "host_ipv6", "ask_host"], { fits: ({ code }) => code !== "connection_reset" }),
];

export const targetRecipes: readonly Recipe[] = [recipe("target.mooring", 1, ["mooring_public_address"])];

export const platformRecipes: readonly Recipe[] = [recipe("platform.mooring", 3, ["mooring_platform", "mooring_folder"])];
