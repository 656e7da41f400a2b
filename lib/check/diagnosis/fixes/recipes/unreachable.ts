import { step } from "@/lib/check/diagnosis/fixes/fix";
import { type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { askHost, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";

export const nameRecipes: readonly Recipe[] = [
  recipe("name.mooring", "merchant", 1, [step("mooring_spelling"), testAgain]),
  recipe("name.domain", "merchant", 10, (scope) => [
    step("domain_paid"),
    step("domain_records", { command: `dig +trace ${scope.host || "localhost"}` }),
    step("domain_wait"),
    testAgain,
  ]),
];

export const connectionRecipes: readonly Recipe[] = [
  recipe(
    "connection.hosting",
    "hosting_provider",
    10,
    (scope) => [
      step("host_service", { command: `ss -ltnp '( sport = :${scope.ports[0] ?? 80} or sport = :${scope.ports.at(-1) ?? 443} )'` }),
      step("host_ipv6"),
      askHost,
      testAgain,
    ],
    {
      // A reset connection proves that a service listens.
      fits: ({ code: cause }) => cause !== "connection_reset",
    },
  ),
];

export const targetRecipes: readonly Recipe[] = [recipe("target.mooring", "merchant", 1, [step("mooring_public_address"), testAgain])];

export const platformRecipes: readonly Recipe[] = [
  recipe("platform.mooring", "merchant", 3, [step("mooring_platform"), step("mooring_folder"), testAgain]),
];
