import { makeReport } from "@qtwin/loop";
import type { ReportDocument } from "@qtwin/report";
import type { ApiDeps, Handlers } from "../context.ts";

/** Reports of past days; the renderers are loaded when somebody asks for one. */
export function reportHandlers(deps: ApiDeps): Handlers<"reportHtml" | "reportPdf"> {
  const document = (query: Pick<Parameters<typeof makeReport>[0], "from" | "to" | "locale">) =>
    makeReport({ ...query, site: deps.site, store: deps.store(), madeAtMs: deps.wallNowMs() });
  return {
    reportHtml: async ({ query }) => (await renderers()).renderHtml(await document(query)),
    reportPdf: async ({ query }) => (await renderers()).renderPdf(await document(query)),
  };
}

const renderers = (): Promise<{
  readonly renderHtml: (document: ReportDocument) => string;
  readonly renderPdf: (document: ReportDocument) => Promise<Uint8Array>;
}> => import("@qtwin/report/render");
