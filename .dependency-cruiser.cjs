// The arrow of docs/architecture.md: a domain imports what is to its right, never to its left.
const LAYERS = [
  ["api"],
  ["support"],
  ["operations"],
  ["integrations"],
  ["notify"],
  ["incidents"],
  ["sync"],
  ["orders"],
  ["check"],
  ["health"],
  ["identity"],
  ["connectors"],
  ["infra", "i18n"],
  ["base"],
];
const TESTS = "\\.(test|fixture)\\.tsx?$";
const oneOf = (names) => `^lib/(${names.join("|")})/`;

const layers = LAYERS.flatMap((domains, index) =>
  domains.map((domain) => {
    const above = [...LAYERS.slice(0, index).flat(), ...domains.filter((other) => other !== domain)];
    return {
      name: `${domain}-looks-down`,
      severity: "error",
      comment: `lib/${domain} may not import ${above.join(", ") || "app, components or worker"}. Move the shared value down, publish an event (lib/infra/domain-event.ts), or compose both in app/**/loader.ts.`,
      from: { path: `^lib/${domain}/`, pathNot: TESTS },
      to: { path: above.length > 0 ? `${oneOf(above)}|^(app|components|worker)/` : "^(app|components|worker)/" },
    };
  }),
);

module.exports = {
  forbidden: [
    ...layers,
    {
      name: "components-know-no-pages",
      severity: "error",
      comment: "A component imports lib. Server actions stand in lib/<domain>/actions.ts, page loaders beside their page.",
      from: { path: "^components/", pathNot: TESTS },
      to: { path: "^(app|worker)/" },
    },
    {
      name: "actions-in-lib",
      severity: "error",
      comment: "A server action stands in lib, in the domain that it changes: lib/<domain>/actions.ts.",
      from: { path: "^(app|components)/.*/actions\\.ts$" },
      to: {},
    },
    {
      name: "actions-change-their-domain",
      severity: "error",
      comment: "A server action stands in the domain that it changes. The named ones change several with one click.",
      from: {
        path: "^lib/([^/]+)/.*actions\\.ts$",
        pathNot: "^lib/integrations/\\w+/(bulk|connect|key|settings)-actions\\.ts$",
      },
      to: { path: "^lib/.*/mutations\\.ts$", pathNot: "^lib/$1/" },
    },
    {
      name: "app-knows-no-worker",
      severity: "error",
      comment: "Pages enqueue jobs; what both need belongs in lib.",
      from: { path: "^app/", pathNot: TESTS },
      to: { path: "^worker/" },
    },
    {
      name: "engines-know-no-framework",
      severity: "error",
      comment: "Probing, diagnosis, connectors and the sync engine run without Next and a database. Pass in what they need.",
      from: { path: "^lib/(connectors|check/probe|check/diagnosis|sync/engine)/", pathNot: TESTS },
      to: { path: "node_modules/(next|next-intl|@prisma|pg)/|^lib/infra/(db|prisma-client)" },
    },
    {
      name: "plan-is-pure",
      severity: "error",
      comment: "The planner of a check knows no network and no time. Yield a step (plan/step.ts), and let the executor do it.",
      from: { path: "^lib/check/probe/plan/", pathNot: TESTS },
      to: { path: "^lib/check/probe/execute/|^lib/connectors/net/connect|^(node:)?(net|tls|https?|dns|timers)(/|$)" },
    },
    {
      name: "plan-phases-know-no-other",
      severity: "error",
      comment: "A phase of a check reads what earlier ones found (plan/facts.ts, findings.ts). plan/check-plan.ts composes them.",
      from: { path: "^lib/check/probe/plan/(search|vary|keys|confirm)/", pathNot: TESTS },
      to: { path: "^lib/check/probe/plan/(search|vary|keys|confirm|check-plan)", pathNot: "^lib/check/probe/plan/$1/" },
    },
    {
      name: "plan-floors",
      severity: "error",
      comment: "Phases send (plan/send/), sending applies the rules of evidence (plan/evidence/), never the reverse.",
      from: { path: "^lib/check/probe/plan/(send|evidence)/", pathNot: TESTS },
      to: { path: "^lib/check/probe/plan/(search|vary|keys|confirm|check-plan)" },
    },
    {
      name: "evidence-is-pure",
      severity: "error",
      comment: "Rules of evidence are pure functions of answers: what sends belongs to plan/send/.",
      from: { path: "^lib/check/probe/plan/evidence/", pathNot: TESTS },
      to: { path: "^lib/check/probe/plan/(send/|step)" },
    },
    {
      name: "no-test-code-in-the-product",
      severity: "error",
      comment: "lib/testing serves tests, the demo and benchmarks only.",
      from: { path: "^(app|components|lib|worker)/", pathNot: [TESTS, "^lib/testing/", "^worker/demo-shops\\.ts$"] },
      to: { path: "^(lib/testing|e2e|scripts)/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "Move what both files need into a third one that imports neither.",
      from: { pathNot: TESTS },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "lib/infra/prisma-client"] },
    exclude: { path: ["^\\.next/", "^\\.data/"] },
    // TypeScript 7 has no parser that this tool can call.
    parser: "swc",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json"] },
  },
};
