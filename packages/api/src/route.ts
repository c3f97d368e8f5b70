import type { z } from "zod";
import type { Role } from "./schema/session.ts";

/** Who may call a route: everybody, every signed-in user or key, or holders of one of the roles. */
export type Access = "anyone" | "signed-in" | readonly Role[];

/** One route of the API, as data: the server, the typed client, the document and the access test are made from it. */
export interface RouteShape {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: "session" | "site" | "twin" | "decide" | "record" | "users" | "service";
  readonly access: Access;
  /** Whether machines with an API key may call it; a person's decision never comes from a key. */
  readonly keys: boolean;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A schema for JSON, or the media type of a text or of bytes. */
  readonly reply: z.ZodType | { readonly text: string } | { readonly bytes: string };
  /** Whether a browser saves the reply as a file, under the name the page gives it or the last part of the path. */
  readonly download?: true;
  /** Status of a success; 200 where absent. */
  readonly status?: number;
}

/** Declares a route and keeps the exact types of its parts for the client. */
export const route = <const Shape extends RouteShape>(shape: Shape): Shape => shape;

type InputPart<Shape, Key extends "params" | "query" | "body"> =
  Shape extends Record<Key, infer Schema extends z.ZodType> ? Schema : never;

type Optionally<Key extends string, Input> =
  Record<never, never> extends Input ? { readonly [K in Key]?: Input } : { readonly [K in Key]: Input };

type Part<Shape, Key extends "params" | "query" | "body"> = [InputPart<Shape, Key>] extends [never]
  ? unknown
  : Optionally<Key, z.input<InputPart<Shape, Key>>>;

/** What a caller gives: `{ params, query, body }`, each only where the route takes it. */
export type RouteInput<Shape extends RouteShape> = Part<Shape, "params"> &
  Part<Shape, "query"> &
  Part<Shape, "body">;

/** What the handler gets after parsing. */
export interface RouteRequest<Shape extends RouteShape> {
  readonly params: [InputPart<Shape, "params">] extends [never]
    ? undefined
    : z.output<InputPart<Shape, "params">>;
  readonly query: [InputPart<Shape, "query">] extends [never]
    ? undefined
    : z.output<InputPart<Shape, "query">>;
  readonly body: [InputPart<Shape, "body">] extends [never] ? undefined : z.output<InputPart<Shape, "body">>;
}

/** What the caller gets. */
export type RouteReply<Shape extends RouteShape> = Shape["reply"] extends z.ZodType
  ? z.output<Shape["reply"]>
  : Shape["reply"] extends { readonly bytes: string }
    ? Uint8Array
    : string;
