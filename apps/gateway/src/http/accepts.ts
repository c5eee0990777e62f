import { getMetadataStorage, ValidationTypes, type ValidatorConstraintInterface } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata';
import type { DtoClass } from './nested';

/** One rule of a field, with the very constraint that the library would ask. */
interface Rule {
  constraint: ValidatorConstraintInterface;
  metadata: ValidationMetadata;
}

interface FieldPlan {
  name: string;
  /** All must hold, or the field is not judged (`IsOptional`). */
  conditions: ((object: object, value: unknown) => boolean)[];
  rules: Rule[];
  nested: boolean;
}

interface Plan {
  fields: readonly FieldPlan[];
  names: ReadonlySet<string>;
}

const plans = new WeakMap<DtoClass, Plan | null>();

/**
 * Whether an instance breaks no rule of its class: the rules of its decorators, gathered once. The library gathers
 * and groups them for every object anew, and makes an error for every field before it looks. Where this says no, or
 * meets what it does not know, the library judges and words what is wrong.
 */
export function accepts(instance: object): boolean {
  const plan = planOf(instance.constructor as DtoClass);
  if (plan === null || !Object.keys(instance).every((name) => plan.names.has(name))) return false;
  return plan.fields.every((field) => {
    const value = (instance as Record<string, unknown>)[field.name];
    if (!field.conditions.every((holds) => holds(instance, value))) return true;
    return (
      field.rules.every((rule) => obeys(rule, instance, value)) && (!field.nested || acceptsNested(value))
    );
  });
}

function acceptsNested(value: unknown): boolean {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.every((item) => typeof item === 'object' && item !== null && accepts(item));
}

function obeys({ constraint, metadata }: Rule, object: object, value: unknown): boolean {
  const { propertyName: property, constraints } = metadata;
  const asked = { targetName: object.constructor.name, property, object, value, constraints };
  // A promise is not `true` either.
  const holds = (one: unknown) => constraint.validate(one, asked) === true;
  return metadata.each && Array.isArray(value) ? value.every(holds) : holds(value);
}

/** `null`: it has no rules, or some of a kind that nobody here uses. */
function planOf(dto: DtoClass): Plan | null {
  let plan = plans.get(dto);
  if (plan === undefined) {
    plan = makePlan(dto);
    plans.set(dto, plan);
  }
  return plan;
}

function makePlan(dto: DtoClass): Plan | null {
  const fields = new Map<string, FieldPlan>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false)) {
    const { propertyName: name } = metadata;
    const field = fields.get(name) ?? { name, conditions: [], rules: [], nested: false };
    fields.set(name, field);
    switch (metadata.type) {
      case ValidationTypes.CONDITIONAL_VALIDATION:
        field.conditions.push(metadata.constraints[0] as FieldPlan['conditions'][number]);
        break;
      case ValidationTypes.NESTED_VALIDATION:
        field.nested = true;
        break;
      case ValidationTypes.CUSTOM_VALIDATION: {
        if (metadata.validateIf) return null;
        const found = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
        field.rules.push(...found.map(({ instance: constraint }) => ({ constraint, metadata })));
        break;
      }
      default:
        return null;
    }
  }
  return fields.size === 0 ? null : { fields: [...fields.values()], names: new Set(fields.keys()) };
}
