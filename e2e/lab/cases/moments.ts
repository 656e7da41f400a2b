import { haproxy } from "@/e2e/lab/cases/front";
import { blocked, degraded, HEALTHY, type LabCase, type Truth } from "@/e2e/lab/lab-case";

const magento = { shopSystem: "magento" } as const;
const prestashop = { shopSystem: "prestashop" } as const;

/** HAProxy itself answers some requests; `which` compares their number, counted from one. */
const answers = (which: string, status: number, type: string, body: string): { frontend: string } => ({
  frontend: `stick-table type integer size 10 expire 5m store http_req_cnt
  http-request track-sc0 int(1)
  http-request return status ${status} content-type ${type} string '${body}' if { ${which} }`,
});
const COUNT = "sc_http_req_cnt(0)";
const wordpress = (which: string) =>
  answers(
    which,
    503,
    "application/json",
    '{"code":"wp_die","message":"Briefly unavailable for scheduled maintenance.","data":{"status":503},"additional_errors":[]}',
  );
const announced = (which: string) => answers(which, 503, "text/html", "<html><title>Down for maintenance</title></html>");
const broken = (which: string) => answers(which, 502, "text/html", "<html><title>502 Bad Gateway</title></html>");
const fatal = (which: string) => answers(which, 500, "text/html", "<html><title>Internal Server Error</title></html>");
const page = (which: string) => answers(which, 200, "text/html", "<html><title>Welcome</title></html>");

const closed: Truth = blocked({ code: "maintenance_mode" });
const takesTurns: Truth = degraded({ code: "server_error", reason: "one_of_several" });
const down: Truth = blocked({ code: "server_error" });

/** A single failure is no cause, intermittent failures are one of several servers, and an outage during the check is no ban. */
export const MOMENT_CASES: readonly LabCase[] = [
  haproxy("WordPress is in maintenance for the first request", wordpress(`${COUNT} le 1`), HEALTHY),
  haproxy("WordPress is in maintenance for the first two requests", wordpress(`${COUNT} le 2`), HEALTHY),
  haproxy("maintenance for the first request", announced(`${COUNT} le 1`), HEALTHY, magento),
  haproxy("maintenance for the first request", announced(`${COUNT} le 1`), HEALTHY, prestashop),
  haproxy("502 for the first two requests", broken(`${COUNT} le 2`), HEALTHY, magento),
  haproxy("500 for the first request, with a key", fatal(`${COUNT} le 1`), HEALTHY, { credentials: true }),
  haproxy("a page of something else for the first request", page(`${COUNT} le 1`), HEALTHY),
  haproxy("maintenance for every third request", announced(`${COUNT},mod(3) eq 0`), takesTurns),
  haproxy("maintenance for every third request", announced(`${COUNT},mod(3) eq 0`), takesTurns, prestashop),
  haproxy("500 for every fourth request, with a token", fatal(`${COUNT},mod(4) eq 0`), takesTurns, { ...magento, credentials: true }),
  haproxy("502 for every second request", broken(`${COUNT},mod(2) eq 0`), takesTurns),
  haproxy("WordPress is in maintenance for every second request", wordpress(`${COUNT},mod(2) eq 0`), takesTurns),
  haproxy("502 for the sixth and the seventh request", broken(`${COUNT} 6:7`), HEALTHY, prestashop),
  haproxy("maintenance for the fifth request", announced(`${COUNT} 5`), HEALTHY),
  haproxy("WordPress is in maintenance from the fifth request on", wordpress(`${COUNT} ge 5`), closed),
  haproxy("maintenance from the ninth request on", announced(`${COUNT} ge 9`), closed, magento),
  haproxy("502 from the sixth request on", broken(`${COUNT} ge 6`), down),
  haproxy("500 from the third request on", fatal(`${COUNT} ge 3`), down, prestashop),
];
