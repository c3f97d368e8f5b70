import { createRootRoute, createRoute, createRouter, type RouteComponent } from "@tanstack/react-router";
import { lazy } from "react";
import { Shell } from "./shell.tsx";

const Overview = lazy(() => import("./pages/overview.tsx"));
const Twin = lazy(() => import("./pages/twin.tsx"));
const Proposals = lazy(() => import("./pages/proposals.tsx"));
const Proposal = lazy(() => import("./pages/proposal.tsx"));
const Figures = lazy(() => import("./pages/figures.tsx"));
const Runs = lazy(() => import("./pages/runs.tsx"));
const Run = lazy(() => import("./pages/run.tsx"));
const Quantum = lazy(() => import("./pages/quantum.tsx"));
const Evidence = lazy(() => import("./pages/evidence.tsx"));
const Audit = lazy(() => import("./pages/audit.tsx"));

const root = createRootRoute({ component: Shell });
const page = (path: string, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component });

const proposal = createRoute({
  getParentRoute: () => root,
  path: "/proposals/$id",
  component: () => <Proposal id={proposal.useParams().id} />,
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$id",
  component: () => <Run id={run.useParams().id} />,
});

export const router = createRouter({
  routeTree: root.addChildren([
    page("/", Overview),
    page("/twin", Twin),
    page("/proposals", Proposals),
    proposal,
    page("/figures", Figures),
    page("/runs", Runs),
    run,
    page("/quantum", Quantum),
    page("/evidence", Evidence),
    page("/audit", Audit),
  ]),
});
