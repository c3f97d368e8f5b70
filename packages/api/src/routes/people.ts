import { route } from "../route.ts";
import * as schema from "../schema/index.ts";
import { base, id, name } from "./parts.ts";

/** Users and API keys. */
export const peopleRoutes = {
  users: route({
    method: "GET",
    path: `${base}/users`,
    summary: "People who may sign in.",
    tag: "users",
    access: ["admin"],
    keys: false,
    reply: schema.list(schema.userSchema),
  }),
  addUser: route({
    method: "POST",
    path: `${base}/users`,
    summary: "Add a person.",
    tag: "users",
    access: ["admin"],
    keys: false,
    body: schema.newUserSchema,
    reply: schema.userSchema,
    status: 201,
  }),
  changeUser: route({
    method: "PATCH",
    path: `${base}/users/:name`,
    summary: "Change roles, set a new password, disable or enable.",
    tag: "users",
    access: ["admin"],
    keys: false,
    params: name,
    body: schema.userChangeSchema,
    reply: schema.userSchema,
  }),
  keys: route({
    method: "GET",
    path: `${base}/keys`,
    summary: "API keys of machines.",
    tag: "users",
    access: ["admin"],
    keys: false,
    reply: schema.list(schema.apiKeySchema),
  }),
  addKey: route({
    method: "POST",
    path: `${base}/keys`,
    summary: "Make an API key; its secret is in this answer only.",
    tag: "users",
    access: ["admin"],
    keys: false,
    body: schema.newApiKeySchema,
    reply: schema.createdApiKeySchema,
    status: 201,
  }),
  removeKey: route({
    method: "DELETE",
    path: `${base}/keys/:id`,
    summary: "Withdraw an API key.",
    tag: "users",
    access: ["admin"],
    keys: false,
    params: id,
    reply: schema.nothing,
    status: 204,
  }),
};
