import { z } from "zod";
import type { RouteShape } from "./route.ts";
import { eventsPath, routeNames, routes } from "./routes.ts";
import { eventSchema, problemSchema } from "./schema/index.ts";

type JsonObject = Record<string, unknown>;

const components = "#/components/schemas/";

/** The OpenAPI 3.1 document of the API, made from the route table and its schemas. */
export function openApiDocument(version: string): JsonObject {
  const schemas: JsonObject = {};
  const paths: Record<string, JsonObject> = {};
  for (const name of routeNames) {
    const shape: RouteShape = routes[name];
    const path = shape.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [shape.method.toLowerCase()]: operation(name, shape, schemas) };
  }
  paths[eventsPath] = { get: eventsOperation(schemas) };
  return {
    openapi: "3.1.1",
    info: {
      title: "Qtwin",
      version,
      description: "Live plant twin, energy plans, approvals and verified write-back.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "qtwin_session" },
        key: { type: "http", scheme: "bearer" },
      },
    },
  };
}

function operation(name: string, shape: RouteShape, schemas: JsonObject): JsonObject {
  const success = String(shape.status ?? 200);
  return {
    operationId: name,
    summary: shape.summary,
    description: accessSentence(shape),
    tags: [shape.tag],
    security: shape.access === "anyone" ? [] : [{ session: [] }, ...(shape.keys ? [{ key: [] }] : [])],
    parameters: [...parameters("path", shape.params, schemas), ...parameters("query", shape.query, schemas)],
    ...(shape.body === undefined
      ? {}
      : { requestBody: { required: true, content: json(schemaOf(shape.body, "input", schemas)) } }),
    responses: {
      [success]: reply(shape, success, schemas),
      default: {
        description: "Problem details with kind, code and fix",
        content: { "application/problem+json": { schema: schemaOf(problemSchema, "output", schemas) } },
      },
    },
  };
}

function reply(shape: RouteShape, status: string, schemas: JsonObject): JsonObject {
  if (status === "204") return { description: "Done" };
  if ("text" in shape.reply)
    return { description: "The file", content: { [shape.reply.text]: { schema: { type: "string" } } } };
  if ("bytes" in shape.reply) return { description: "The file", content: { [shape.reply.bytes]: {} } };
  return { description: "The answer", content: json(schemaOf(shape.reply, "output", schemas)) };
}

function eventsOperation(schemas: JsonObject): JsonObject {
  return {
    operationId: "events",
    summary: "Live values and changes as server-sent events; each event's data is one Event as JSON.",
    tags: ["site"],
    security: [{ session: [] }, { key: [] }],
    responses: {
      "200": {
        description: "The stream",
        content: { "text/event-stream": { schema: schemaOf(eventSchema, "output", schemas) } },
      },
    },
  };
}

function accessSentence(shape: RouteShape): string {
  const people =
    shape.access === "anyone"
      ? "Anyone."
      : shape.access === "signed-in"
        ? "Any role."
        : `Roles: ${shape.access.join(", ")}.`;
  return shape.access !== "anyone" && !shape.keys ? `${people} Not with an API key.` : people;
}

const json = (schema: unknown): JsonObject => ({ "application/json": { schema } });

/** The JSON schema of a zod schema; named parts move to the shared components. */
function schemaOf(schema: z.ZodType, io: "input" | "output", schemas: JsonObject): JsonObject {
  const {
    $schema: _,
    $defs,
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  }) as JsonObject & { $defs?: JsonObject };
  for (const [name, definition] of Object.entries($defs ?? {}))
    schemas[componentName(name)] = repoint(withoutId(definition as JsonObject));
  const { id } = rest;
  if (typeof id !== "string") return repoint(rest);
  schemas[id] = repoint(withoutId(rest));
  return { $ref: components + id };
}

const componentName = (name: string): string => (name.startsWith("__") ? `Json${name.slice(2)}` : name);

function withoutId({ id: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** `#/$defs/X` becomes `#/components/schemas/X`, everywhere below. */
function repoint(schema: JsonObject): JsonObject {
  const text = JSON.stringify(schema).replace(
    /"\$ref":"#\/\$defs\/([^"]+)"/g,
    (_, name: string) => `"$ref":"${components}${componentName(name)}"`,
  );
  return JSON.parse(text) as JsonObject;
}

function parameters(
  where: "path" | "query",
  schema: z.ZodObject | undefined,
  schemas: JsonObject,
): JsonObject[] {
  if (schema === undefined) return [];
  const { properties, required } = schemaOf(schema, "output", schemas) as {
    properties?: Record<string, JsonObject>;
    required?: readonly string[];
  };
  return Object.entries(properties ?? {}).map(([name, { description, ...type }]) => ({
    name,
    in: where,
    required: where === "path" || (required?.includes(name) === true && !("default" in type)),
    ...(description === undefined ? {} : { description }),
    schema: type,
  }));
}
