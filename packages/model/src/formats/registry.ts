import fjsp from "./benchmarks/fjsp.ts";
import fjspSdst from "./benchmarks/fjsp-sdst.ts";
import jsp from "./benchmarks/jsp.ts";
import maxcut from "./benchmarks/maxcut.ts";
import mkp from "./benchmarks/mkp.ts";
import mmkp from "./benchmarks/mmkp.ts";
import qaplib from "./benchmarks/qaplib.ts";
import qkp from "./benchmarks/qkp.ts";
import qubo from "./benchmarks/qubo.ts";
import bqmFormat from "./bqm-format.ts";
import cqmFormat from "./cqm-format.ts";
import jsonFormat from "./json-format.ts";
import lpFormat from "./lp-format.ts";
import mpsFormat from "./mps-format.ts";
import ommxFormat from "./ommx-format.ts";
import qplibFormat from "./qplib-format.ts";

/** All formats; their order is that of lists and messages only. */
export const formats = [
  bqmFormat,
  cqmFormat,
  jsonFormat,
  lpFormat,
  mpsFormat,
  qplibFormat,
  ommxFormat,
  maxcut,
  qubo,
  jsp,
  fjsp,
  fjspSdst,
  qaplib,
  mmkp,
  mkp,
  qkp,
] as const;
