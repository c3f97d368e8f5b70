import { z } from "zod";
import { list } from "./basics.ts";

/** What a person or a machine may do; a user holds any number of them (none implies another). */
export const roles = ["viewer", "operator", "planner", "approver", "admin"] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles);

export const userName = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{1,31}$/, "2 to 32 of a–z, 0–9, '.', '_', '-', starting with a letter");

export const newPassword = z
  .string()
  .min(12, "at least 12 characters")
  .max(256, "at most 256 characters")
  .refine((text) => new Set(text).size >= 5, "at least 5 different characters");

/** Who is asking: a signed-in user, or a machine with an API key. */
export const identitySchema = z
  .object({
    name: z.string(),
    roles: list(roleSchema),
    via: z.enum(["session", "key"]),
    expiresAtMs: z.number().nullable().describe("End of the session, wall time, UTC milliseconds"),
  })
  .meta({ id: "Identity" });
export type Identity = z.infer<typeof identitySchema>;

export const loginSchema = z.object({
  name: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
});

export const passwordChangeSchema = z.object({ current: z.string().min(1).max(256), next: newPassword });

export const userSchema = z
  .object({
    name: z.string(),
    displayName: z.string(),
    roles: list(roleSchema),
    disabled: z.boolean(),
    createdAtMs: z.number(),
  })
  .meta({ id: "User" });
export type UserView = z.infer<typeof userSchema>;

export const newUserSchema = z.object({
  name: userName,
  displayName: z.string().min(1).max(80).exactOptional(),
  password: newPassword,
  roles: list(roleSchema),
});

export const userChangeSchema = z.object({
  displayName: z.string().min(1).max(80).exactOptional(),
  roles: list(roleSchema).exactOptional(),
  password: newPassword.exactOptional(),
  disabled: z.boolean().exactOptional(),
});

/** Roles a machine may hold: never `approver`, since keys cannot approve, and never `admin`. */
export const keyRoles = ["viewer", "operator", "planner"] as const;

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    roles: list(roleSchema),
    createdAtMs: z.number(),
    createdBy: z.string(),
    expiresAtMs: z.number().nullable(),
    revokedAtMs: z.number().nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = z.object({
  name: z.string().min(1).max(80),
  roles: list(z.enum(keyRoles)),
  expiresAtMs: z.number().int().exactOptional(),
});

export const createdApiKeySchema = apiKeySchema
  .extend({ secret: z.string().describe("Shown once; only its hash is kept") })
  .meta({ id: "CreatedApiKey" });
