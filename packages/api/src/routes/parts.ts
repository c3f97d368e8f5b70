import { z } from "zod";
import * as schema from "../schema/index.ts";

/** What every path begins with. */
export const base = "/api/v1";
export const id = z.object({ id: z.string().min(1).max(200) });
export const asset = z.object({ asset: z.string().min(1).max(100) });
export const name = z.object({ name: schema.userName });
