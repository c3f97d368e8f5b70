const text = { type: "string" } as const;
const name = { type: "string", minLength: 1 } as const;
const number = { type: "number" } as const;
const boundOrNone = { type: ["number", "null"], description: "null: none" } as const;
const list = <const T>(items: T) => ({ type: "array", items }) as const;
const ref = <const T extends string>(definition: T) => ({ $ref: `#/$defs/${definition}` }) as const;

function object(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = Object.keys(properties),
): Readonly<Record<string, unknown>> {
  return { type: "object", properties, required, additionalProperties: false };
}

const meaning = {
  id: { ...name, description: "Unique among constraints, structures and parts of the objective." },
  rule: { ...text, description: "Default: the id." },
  sentence: { ...text, description: "What a planner reads. Default: the id." },
  unit: { ...text, description: "Default: 1." },
  origin: text,
};
const constraintMeaning = {
  ...meaning,
  pricePerUnit: { type: "number", minimum: 0, description: "Makes it soft." },
  chance: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
};

const structure = (
  kind: string,
  properties: Readonly<Record<string, unknown>>,
  optional: readonly string[] = [],
): Readonly<Record<string, unknown>> => {
  const own = Object.keys(properties).filter((key) => !optional.includes(key));
  return object({ kind: { const: kind }, ...constraintMeaning, ...properties }, ["kind", "id", ...own]);
};

const interval = { start: name, duration: { type: "number", minimum: 0 }, present: name };

/**
 * JSON Schema (draft 2020-12) of version 2 of Qtwin's model files. What only a reader can see, for example that a name
 * is the name of a variable, is left to `parseJson`.
 */
export const modelJsonSchema: Readonly<Record<string, unknown>> = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Qtwin optimisation model",
  ...object(
    {
      $schema: text,
      format: { const: "qtwin-model" },
      version: { const: 2 },
      name: text,
      sense: { enum: ["minimize", "maximize"] },
      variables: list({ anyOf: [ref("variable"), ref("choice")] }),
      constraints: list(ref("constraint")),
      structures: list(ref("structure")),
      objective: list(ref("objectivePart")),
      uncertainty: ref("uncertainty"),
    },
    ["format", "version", "name", "sense", "variables", "constraints", "objective"],
  ),
  $defs: {
    variable: object(
      {
        name,
        kind: { enum: ["continuous", "integer", "binary"], description: "Default: continuous." },
        lower: { ...boundOrNone, description: "Default 0; null: none." },
        upper: { ...boundOrNone, description: "Default none, of a binary 1; null: none." },
        unit: { ...text, description: "Default: 1." },
        recourse: { type: "boolean", description: "Decided once for each scenario." },
      },
      ["name"],
    ),
    choice: object(
      {
        name,
        kind: { const: "choice" },
        options: { ...list(text), minItems: 1, description: "Each is a variable 'name=option'." },
        recourse: { type: "boolean" },
        columns: { ...list(name), description: "Names of the variables, where they are others." },
        bounds: list({ type: "array", prefixItems: [number, number], minItems: 2, maxItems: 2 }),
      },
      ["name", "kind", "options"],
    ),
    term: {
      type: "array",
      description: "Coefficient and the variables of its product, a repeated one for each power.",
      prefixItems: [number, name],
      items: name,
      minItems: 2,
    },
    constraint: object(
      {
        ...constraintMeaning,
        lower: { ...boundOrNone, description: "Default: none." },
        upper: { ...boundOrNone, description: "Default: none." },
        terms: list(ref("term")),
      },
      ["id", "terms"],
    ),
    objectivePart: object(
      {
        ...meaning,
        weight: number,
        priority: { type: "integer" },
        risk: {
          anyOf: [
            object({ measure: { enum: ["expectation", "worst-case"] } }),
            object({
              measure: { const: "cvar" },
              alpha: { type: "number", minimum: 0, exclusiveMaximum: 1 },
            }),
          ],
        },
        constant: number,
        terms: list(ref("term")),
      },
      ["id", "terms"],
    ),
    structure: {
      anyOf: [
        structure("exactly-one", { variables: list(name) }),
        structure("at-most", { limit: { type: "integer", minimum: 0 }, variables: list(name) }),
        structure(
          "implication",
          {
            when: name,
            is: { enum: [0, 1] },
            terms: list(ref("term")),
            lower: boundOrNone,
            upper: boundOrNone,
          },
          ["lower", "upper"],
        ),
        structure("precedence", { before: name, after: name, lag: number }),
        structure(
          "no-overlap",
          { activities: list(object(interval, ["start", "duration"])), setup: list(list(number)) },
          ["setup"],
        ),
        structure("cumulative", {
          activities: list(
            object({ ...interval, demand: { type: "number", minimum: 0 } }, ["start", "duration", "demand"]),
          ),
          capacity: { type: "number", minimum: 0 },
        }),
        structure("permutation", { choices: list(name) }),
      ],
    },
    uncertainty: object({
      scenarios: {
        ...list(object({ name: text, probability: { type: "number", minimum: 0 } })),
        minItems: 1,
      },
      parameters: list(
        object({ id: text, unit: text, nominal: number, values: list(number), source: text }, [
          "id",
          "values",
        ]),
      ),
      uses: list(object({ in: name, variable: name, parameter: text, factor: number }, ["in", "parameter"])),
    }),
  },
};
