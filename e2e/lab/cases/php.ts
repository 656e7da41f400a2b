import { apacheFpm, apacheModPhp, nginxFpm } from "@/e2e/lab/cases/front";
import { blocked, degraded, HEALTHY, type LabCase } from "@/e2e/lab/lab-case";

const stripped = blocked({ code: "authorization_header_stripped" });
const writes = degraded({ code: "method_blocked", methods: ["PATCH", "DELETE"] });
const presta = { shopSystem: "prestashop" } as const;

/** PHP behind real servers: the Authorization header and rules in .htaccess. */
export const PHP_CASES: readonly LabCase[] = [
  apacheFpm("PHP-FPM as it comes loses the Authorization header", {}, stripped),
  apacheFpm("PHP-FPM as it comes loses the key, seen with a key", {}, stripped, { credentials: true }),
  apacheFpm("PHP-FPM as it comes loses PrestaShop's key", {}, stripped, presta),
  apacheFpm("PHP-FPM with CGIPassAuth On", { host: '<Location "/">\n  CGIPassAuth On\n  </Location>' }, HEALTHY, { credentials: true }),
  apacheFpm("PHP-FPM with SetEnvIf Authorization", { host: 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1' }, HEALTHY, {
    credentials: true,
  }),
  apacheFpm("PHP-FPM, PrestaShop, with SetEnvIf Authorization", { host: 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1' }, HEALTHY, {
    ...presta,
    credentials: true,
  }),
  apacheFpm(
    "PHP-FPM, methods refused by LimitExcept",
    {
      host: '<Location "/">\n  CGIPassAuth On\n  <LimitExcept GET POST OPTIONS HEAD>\n  Require all denied\n  </LimitExcept>\n  </Location>',
    },
    writes,
  ),
  apacheModPhp("mod_php as it comes", {}, HEALTHY, { credentials: true }),
  apacheModPhp(
    "mod_php, methods refused by AllowMethods",
    { host: '<Location "/">\n  AllowMethods GET POST OPTIONS\n  </Location>' },
    writes,
  ),
  nginxFpm("PHP-FPM with the parameters that Debian ships", {}, HEALTHY, { credentials: true }),
  nginxFpm("PHP-FPM, an empty Authorization parameter", { location: 'fastcgi_param HTTP_AUTHORIZATION "";' }, stripped),
];
