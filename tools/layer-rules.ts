import type { IConfiguration } from "dependency-cruiser";

// Data goes down this table, imports go up it: each package may import only what its line names.
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "packages/core": [],
  "packages/kernel": [],
  "packages/model": ["core"],
  "packages/quantum": ["core", "kernel"],
  "packages/twin": ["core"],
  "packages/forecast": ["core"],
  "packages/report": ["core"],
  "packages/connectors": ["core", "twin"],
  "packages/solvers": ["core", "model", "kernel", "quantum"],
  "packages/usecases": ["core", "twin", "forecast", "report", "model"],
  "packages/decide": ["core", "model", "usecases"],
  "packages/store": ["core", "model", "twin", "forecast", "connectors", "solvers", "usecases", "decide"],
  "packages/api": ["core", "model", "twin", "decide"],
  "packages/loop": [
    "core",
    "model",
    "twin",
    "forecast",
    "report",
    "connectors",
    "solvers",
    "usecases",
    "decide",
    "store",
    "api",
  ],
  "apps/dashboard": ["core", "kernel", "quantum", "api"],
  sites: ["core"],
};

const importRules = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `layer-${folder}`,
  severity: "error" as const,
  comment: `${folder} may import: ${allowed.join(", ") || "nothing"}`,
  from: { path: `^${folder}/`, pathNot: "\\.test\\.ts$" },
  to: {
    path: "^(packages|apps|sites|bench|e2e|tools)/",
    pathNot: `^(${[folder, ...allowed.map((name) => `packages/${name}`)].join("|")})/`,
  },
}));

export const layerRules: IConfiguration = {
  forbidden: [
    ...importRules,
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^virtual:", "\\.css$"] },
    },
    {
      name: "opcua-stays-in-its-rooms",
      severity: "error",
      comment: "node-opcua is wrapped behind the connector port",
      from: { pathNot: "^(packages/connectors/src/opcua|sites/[^/]+/src)/" },
      to: { path: "node_modules/node-opcua" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|node_modules/\\.vite|packages/kernel/assembly)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
