import bqmFormat from "./bqm-format.ts";
import jsonFormat from "./json-format.ts";
import lpFormat from "./lp-format.ts";
import mpsFormat from "./mps-format.ts";
import ommxFormat from "./ommx-format.ts";
import qplibFormat from "./qplib-format.ts";

/** All formats; their order is that of lists and messages only. */
export const formats = [bqmFormat, jsonFormat, lpFormat, mpsFormat, qplibFormat, ommxFormat] as const;
