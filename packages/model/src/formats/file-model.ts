import { type Compiled, compile, milpTarget, type Target } from "../compile/compile.ts";
import type { Model } from "../model.ts";

/** Coefficients, bounds and sides from here on mean none in LP and MPS files. */
export const fileInfinity = 1e20;

/** What LP, MPS and QPLIB files say: rows and an objective of at most quadratic functions. */
const fileTarget: Target = {
  id: "quadratic-file",
  title: "a file of quadratic rows",
  accepts: new Set([
    ...milpTarget.accepts,
    "quadratic-objective",
    "quadratic-constraints",
    "product-row",
    "forbidden-pairs",
  ]),
};

/** The model as these files say it; what they cannot say is rewritten. @throws QT_MODEL_UNREACHABLE */
export const forFile = (model: Model): Compiled => compile(model, fileTarget);
