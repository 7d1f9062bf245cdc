/**
 * What fields an order has, read from the server's own description (`/openapi.json`): so that no order lacks a form,
 * and none is written down twice.
 */
import { get } from "../server/api";

interface Schema {
  $ref?: string;
  type?: string;
  enum?: (string | number)[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  default?: unknown;
  description?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  discriminator?: { mapping?: Record<string, string> };
}

export type Schemas = Readonly<Record<string, Schema>>;

interface Named {
  name: string;
  isRequired: boolean;
  /** Whether null is a value of it: it may be left out. */
  isNullable: boolean;
  fallback: unknown;
}

export type Field = Named &
  (
    | { kind: "text"; maxLength: number | null }
    | { kind: "number"; isWhole: boolean; min: number | null; max: number | null }
    | { kind: "flag" }
    | { kind: "choice"; options: readonly string[] }
    | { kind: "list"; of: Field }
    | { kind: "group"; fields: readonly Field[] }
    | { kind: "one"; of: readonly OrderKind[] }
    | { kind: "fixed"; value: string }
  );

export interface OrderKind {
  name: string;
  about: string;
  fields: readonly Field[];
}

const PREFIX = "#/components/schemas/";

function followed(schemas: Schemas, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (schemas[schema.$ref.slice(PREFIX.length)] ?? {});
}

/** Return what stands in a schema of which one part may be null. */
function withoutNull(schema: Schema): { inner: Schema; isNullable: boolean } {
  const parts = schema.anyOf ?? [];
  const others = parts.filter((part) => part.type !== "null");
  const [only] = others;
  if (others.length === parts.length || only === undefined) return { inner: schema, isNullable: false };
  return { inner: others.length === 1 ? only : { ...schema, anyOf: others }, isNullable: true };
}

function fieldOf(schemas: Schemas, name: string, schema: Schema, isRequired: boolean): Field {
  const { inner: found, isNullable } = withoutNull(schema);
  const named: Named = { name, isRequired, isNullable, fallback: schema.default };
  if (found.anyOf !== undefined) {
    return { ...named, kind: "one", of: found.anyOf.map((part) => kindOf(schemas, refName(part))) };
  }
  const inner = followed(schemas, found);
  const [first] = inner.enum ?? [];
  if (name === "type" && inner.enum?.length === 1) return { ...named, kind: "fixed", value: String(first) };
  if (inner.enum !== undefined) return { ...named, kind: "choice", options: inner.enum.map(String) };
  switch (inner.type) {
    case "boolean":
      return { ...named, kind: "flag" };
    case "integer":
    case "number":
      return { ...named, kind: "number", isWhole: inner.type === "integer", min: inner.minimum ?? null, max: inner.maximum ?? null };
    case "array":
      return { ...named, kind: "list", of: fieldOf(schemas, name, inner.items ?? { type: "string" }, true) };
    case "object":
      return { ...named, kind: "group", fields: fieldsOf(schemas, inner) };
    default:
      return { ...named, kind: "text", maxLength: inner.maxLength ?? null };
  }
}

function refName(schema: Schema): string {
  return schema.$ref?.slice(PREFIX.length) ?? "";
}

function fieldsOf(schemas: Schemas, schema: Schema): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, part]) => fieldOf(schemas, name, part, required.has(name)));
}

/** Return an order, or a part of one that has a type of its own, with its fields. */
export function kindOf(schemas: Schemas, name: string): OrderKind {
  const schema = schemas[name] ?? {};
  return { name, about: plainText(schema.description ?? ""), fields: fieldsOf(schemas, schema) };
}

/** Return the first sentences of a description without its marks. */
function plainText(text: string): string {
  return (text.split(/\n\s*(?:\n\s*)?Attributes\n/)[0] ?? "").replaceAll("``", "").replace(/\s+/g, " ").trim();
}

/** Return every order there is, in the server's own order. */
export function orderKinds(schemas: Schemas): OrderKind[] {
  const mapping = schemas.OrderGiven?.properties?.action?.discriminator?.mapping ?? {};
  return Object.keys(mapping).map((name) => kindOf(schemas, name));
}

let asked: Promise<readonly OrderKind[]> | null = null;

/** Return every order, from the server, asked for once. */
export function loadOrderKinds(): Promise<readonly OrderKind[]> {
  asked ??= get<{ components: { schemas: Schemas } }>("/openapi.json")
    .then((told) => orderKinds(told.components.schemas))
    .catch((error: unknown) => {
      asked = null; // the next one who needs it asks again
      throw error;
    });
  return asked;
}
