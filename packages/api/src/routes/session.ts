import { route } from "../route.ts";
import * as schema from "../schema/index.ts";
import { base } from "./parts.ts";

/** Signing in and out. */
export const sessionRoutes = {
  login: route({
    method: "POST",
    path: `${base}/session`,
    summary: "Sign in with name and password; the answer sets the session cookie.",
    tag: "session",
    access: "anyone",
    keys: false,
    body: schema.loginSchema,
    reply: schema.identitySchema,
  }),
  logout: route({
    method: "DELETE",
    path: `${base}/session`,
    summary: "End the session of this browser.",
    tag: "session",
    access: "anyone",
    keys: false,
    reply: schema.nothing,
    status: 204,
  }),
  me: route({
    method: "GET",
    path: `${base}/session`,
    summary: "Who is asking and what they may do.",
    tag: "session",
    access: "signed-in",
    keys: true,
    reply: schema.identitySchema,
  }),
  changePassword: route({
    method: "POST",
    path: `${base}/session/password`,
    summary: "Change your own password.",
    tag: "session",
    access: "signed-in",
    keys: false,
    body: schema.passwordChangeSchema,
    reply: schema.nothing,
    status: 204,
  }),
};
