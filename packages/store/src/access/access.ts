export const roles = ["viewer", "operator", "planner", "approver", "admin"] as const;
export type Role = (typeof roles)[number];

export interface User {
  /** Lower case, unique. */
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
  readonly createdAtMs: number;
  /** Sessions opened before this are not valid (password changed, all sessions revoked). */
  readonly sessionsFromMs: number;
}

export type LoginResult =
  | { readonly ok: true; readonly user: User }
  /** `wrong` also for unknown users: the answer does not tell which names exist. */
  | { readonly ok: false; readonly reason: "wrong" | "disabled" }
  | { readonly ok: false; readonly reason: "locked"; readonly untilMs: number };

/** Named people. Passwords are kept as scrypt; 5 wrong ones in a row lock for 15 minutes. */
export interface UserStore {
  /** @throws QT_STORE_USER_EXISTS, QT_STORE_WEAK_PASSWORD */
  readonly create: (user: {
    readonly name: string;
    readonly displayName?: string;
    readonly password: string;
    readonly roles: readonly Role[];
  }) => Promise<User>;
  readonly get: (name: string) => Promise<User | null>;
  readonly list: () => Promise<readonly User[]>;
  readonly login: (name: string, password: string) => Promise<LoginResult>;
  /** Ends all sessions of the user. @throws QT_STORE_NO_USER, QT_STORE_WEAK_PASSWORD */
  readonly setPassword: (name: string, password: string) => Promise<void>;
  /** @throws QT_STORE_NO_USER */
  readonly update: (
    name: string,
    change: { readonly roles?: readonly Role[]; readonly disabled?: boolean; readonly displayName?: string },
  ) => Promise<User>;
}

/** A machine's key. It cannot approve, whatever its roles. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
}

export interface ApiKeyStore {
  /** The secret (`qtw_…`) is shown once; only its SHA-256 is kept. */
  readonly create: (key: {
    readonly name: string;
    readonly roles: readonly Role[];
    readonly createdBy: string;
    readonly expiresAtMs?: number;
  }) => Promise<{ readonly key: ApiKey; readonly secret: string }>;
  /** Null for unknown, expired and revoked keys. */
  readonly verify: (secret: string) => Promise<ApiKey | null>;
  readonly revoke: (id: string) => Promise<void>;
  readonly list: () => Promise<readonly ApiKey[]>;
}

/** Session cookies are signed and need no row; what must be remembered is which ones were ended. */
export interface SessionStore {
  /** `expiresAtMs`: when the cookie is void anyway and the row may go. */
  readonly revoke: (sessionId: string, expiresAtMs: number) => Promise<void>;
  readonly isRevoked: (sessionId: string) => Promise<boolean>;
  /** Ends every session of a user opened before now. @throws QT_STORE_NO_USER */
  readonly revokeAllOf: (userName: string) => Promise<void>;
}
