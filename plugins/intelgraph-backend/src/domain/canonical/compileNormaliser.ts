import { JsonObject, JsonValue } from '../types';
import { normaliseTime } from './normaliseTime';
import { resolveRef } from './resolveRef';
import { sortAsSet } from './sortAsSet';

/** What one place of a schema asks for. */
interface Plan {
  isTime: boolean;
  isIdentifier: boolean;
  isSet: boolean;
  readonly properties: Map<string, Plan>;
  readonly patterns: (readonly [RegExp, Plan])[];
  additional?: Plan;
  readonly prefix: Plan[];
  items?: Plan;
  /** Plans of other schemas that hold for the same place. */
  readonly also: Plan[];
  /** Whether it changes anything, itself or below; most places of most schemas do not. */
  isEffective: boolean;
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function childrenOf(plan: Plan): Plan[] {
  return [
    ...plan.properties.values(),
    ...plan.patterns.map(([, child]) => child),
    ...plan.prefix,
    ...plan.also,
    ...(plan.additional ? [plan.additional] : []),
    ...(plan.items ? [plan.items] : []),
  ];
}

class Planner {
  private readonly plans = new Map<JsonObject, Plan>();

  constructor(private readonly root: JsonObject) {}

  build(): Plan {
    const plan = this.planOf(this.root)!;
    this.markEffective();
    return plan;
  }

  private planOf(schema: JsonValue | undefined): Plan | undefined {
    if (!isObject(schema)) return undefined;
    const known = this.plans.get(schema);
    if (known) return known;
    const plan: Plan = {
      isTime: schema.format === 'date-time',
      isIdentifier: schema['x-companyos-identifier'] === true,
      isSet: schema['x-companyos-set'] === true,
      properties: new Map(),
      patterns: [],
      prefix: [],
      also: [],
      isEffective: false,
    };
    // Before its children, since schemas may refer to themselves.
    this.plans.set(schema, plan);

    if (isObject(schema.properties)) {
      for (const [name, child] of Object.entries(schema.properties)) {
        const childPlan = this.planOf(child);
        if (childPlan) plan.properties.set(name, childPlan);
      }
    }
    if (isObject(schema.patternProperties)) {
      for (const [pattern, child] of Object.entries(schema.patternProperties)) {
        const childPlan = this.planOf(child);
        if (childPlan)
          plan.patterns.push([new RegExp(pattern, 'u'), childPlan]);
      }
    }
    plan.additional = this.planOf(schema.additionalProperties);
    plan.items = this.planOf(schema.items);
    this.addAll(plan.prefix, schema.prefixItems);
    this.addAll(plan.also, schema.allOf);
    this.addAll(plan.also, schema.anyOf);
    this.addAll(plan.also, schema.oneOf);
    if (typeof schema.$ref === 'string') {
      const target = this.planOf(resolveRef(this.root, schema.$ref));
      if (target) plan.also.push(target);
    }
    return plan;
  }

  private addAll(plans: Plan[], schemas: JsonValue | undefined): void {
    if (!Array.isArray(schemas)) return;
    for (const schema of schemas) {
      // A place without a plan still takes up its place.
      plans.push(this.planOf(schema) ?? this.planOf({})!);
    }
  }

  /** Goes round until nothing changes, because plans may lie in circles. */
  private markEffective(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const plan of this.plans.values()) {
        if (
          !plan.isEffective &&
          (plan.isTime ||
            plan.isIdentifier ||
            plan.isSet ||
            childrenOf(plan).some(child => child.isEffective))
        ) {
          plan.isEffective = true;
          changed = true;
        }
      }
    }
  }
}

function applyToString(plan: Plan, value: string): string {
  if (plan.isTime) return normaliseTime(value) ?? value;
  if (plan.isIdentifier) return value.trim().normalize('NFC');
  return value;
}

function applyToArray(plan: Plan, value: JsonValue[]): JsonValue[] {
  const elements = value.map((element, index) => {
    const child = plan.prefix[index] ?? plan.items;
    return child ? apply(child, element) : element;
  });
  return plan.isSet ? sortAsSet(elements) : elements;
}

function applyToObject(plan: Plan, value: JsonObject): JsonObject {
  const entries = Object.entries(value).map(([name, child]) => {
    if (child === undefined) return [name, child] as const;
    const own = plan.properties.get(name);
    let result = own ? apply(own, child) : child;
    let isKnown = own !== undefined;
    for (const [pattern, patternPlan] of plan.patterns) {
      if (pattern.test(name)) {
        isKnown = true;
        result = apply(patternPlan, result);
      }
    }
    if (!isKnown && plan.additional) result = apply(plan.additional, result);
    return [name, result] as const;
  });
  // Unlike an assignment, this does not treat a property with the name __proto__ in a special way.
  return Object.fromEntries(entries);
}

function apply(plan: Plan, value: JsonValue): JsonValue {
  if (!plan.isEffective) return value;
  let result = value;
  if (typeof result === 'string') result = applyToString(plan, result);
  else if (Array.isArray(result)) result = applyToArray(plan, result);
  else if (isObject(result)) result = applyToObject(plan, result);
  for (const other of plan.also) result = apply(other, result);
  return result;
}

/**
 * Makes the function that brings content into the form of the profile `companyos-c14n/1`, as far as RFC 8785 does not:
 * times (`format: date-time`) in UTC with six digits, identifiers (`x-companyos-identifier: true`) trimmed and in NFC,
 * and sets (`x-companyos-set: true`) in a fixed order without duplicates.
 *
 * All branches of `allOf`, `anyOf` and `oneOf` count. The schema is only walked once, here; the function returns what
 * it gets where there is nothing to do, and never changes it.
 *
 * @param schema - JSON schema 2020-12 whose refs are all into itself
 */
export function compileNormaliser(
  schema: JsonObject,
): (value: JsonValue) => JsonValue {
  const plan = new Planner(schema).build();
  return plan.isEffective ? value => apply(plan, value) : value => value;
}
