import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { opensSheetOf } from "@/components/checks/page-ids";
import { cn } from "@/components/ui/class-names";
import { type Matrix, type MatrixCell, productToken } from "@/lib/check/matrix";

/** User-Agent × method × address: passed, refused or not tested. A cell opens its probe. */
export function MatrixTable({ matrix }: { matrix: Matrix }) {
  const t = useTranslations("checks");
  const agents = [...new Set(matrix.columns.map((column) => column.userAgent))];
  const addresses = [...new Map(matrix.columns.map(({ from, region }) => [from, region]))];
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard */}
      <section aria-label={t("matrix.label")} tabIndex={0} className="wide relative">
        <table className="w-full min-w-max border-collapse text-sm">
          <caption className="sr-only">{t("matrix.label")}</caption>
          <thead>
            <tr className="text-ink-3">
              <th scope="col" rowSpan={2} className="py-1.5 pr-4 text-left align-bottom font-medium">
                {t("matrix.method")}
              </th>
              {addresses.map(([address, region]) => (
                <th
                  key={address ?? ""}
                  scope="colgroup"
                  colSpan={agents.length}
                  className="border-line border-l px-3 py-1 text-center font-mono font-normal text-ink-2"
                >
                  {address ?? t("pair.default_route")}
                  {region === null ? null : <span className="block text-ink-3 text-xs">{region}</span>}
                </th>
              ))}
            </tr>
            <tr className="border-line border-b text-ink-3">
              {matrix.columns.map((column) => (
                <th
                  key={`${column.from} ${column.userAgent}`}
                  scope="col"
                  title={column.userAgent}
                  className={cn(
                    "px-3 py-1 text-center font-mono font-normal text-xs",
                    column.userAgent === agents[0] && "border-line border-l",
                  )}
                >
                  {productToken(column.userAgent)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="*:border-line *:border-b *:last:border-0 [&_td]:h-10 [&_td]:p-1 [&_td]:text-center">
            {matrix.rows.map((row) => (
              <tr key={row.method}>
                <th scope="row" className="py-1 pr-4 text-left font-mono font-normal">
                  {row.method}
                </th>
                {row.cells.map((cell) => (
                  <td key={`${cell.from} ${cell.userAgent}`} className={cell.userAgent === agents[0] ? "border-line border-l" : undefined}>
                    <Cell cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-ink-3 text-sm">
        {agents.map((agent) => (
          <li key={agent}>
            <code className="font-mono text-ink-2 [overflow-wrap:anywhere]">{agent}</code>
          </li>
        ))}
        <li>{t("matrix.hint")}</li>
      </ul>
    </div>
  );
}

function Cell({ cell }: { cell: MatrixCell }) {
  const t = useTranslations("checks.matrix");
  const { probe } = cell;
  if (!probe) {
    return (
      <>
        <span aria-hidden="true" className="text-ink-3">
          –
        </span>
        <span className="sr-only">{t("not_tested")}</span>
      </>
    );
  }
  const passed = probe.passed;
  return (
    <button
      type="button"
      {...opensSheetOf(probe)}
      className={passed ? "tested text-healthy" : "tested bg-action-needed-soft font-medium text-action-needed"}
    >
      {passed ? <Check className="size-4" /> : <X className="size-4" />}
      <span className="sr-only">{t(passed ? "passed" : "blocked")}</span>
      {passed ? null : <span className="font-mono">{probe.status ?? ""}</span>}
    </button>
  );
}
