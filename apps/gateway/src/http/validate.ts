import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { validateSync, type ValidationError } from 'class-validator';
import { accepts } from './accepts';
import { instantiate } from './instantiate';
import { type Issue, problem } from './problem';
import { ruleWord } from './validation-rules';

const UNTYPED: readonly unknown[] = [Object, String, Number, Boolean, Array, Date];
/** More would tell nobody anything, and a hostile body could ask for a million. */
const MAX_ISSUES = 100;

/** The one validation of bodies and queries: unknown fields are refused, every broken rule is named. */
@Injectable()
export class ValidatePipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    const dto = metadata.metatype;
    if (!dto || UNTYPED.includes(dto) || (metadata.type !== 'body' && metadata.type !== 'query'))
      return value;
    return validate(dto as new () => object, value);
  }
}

/**
 * An instance of `dto` that holds `value`.
 *
 * @throws ProblemError VALIDATION with every broken rule
 */
export function validate<T extends object>(dto: new () => T, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problem.validation([{ path: '', rule: 'object', message: 'The body must be a JSON object.' }]);
  }
  const { instance, unknown } = instantiate(dto, value, MAX_ISSUES);
  if (unknown.length === 0 && accepts(instance)) return instance;
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    // `undefined` and `null` are told apart by the DTOs themselves.
    skipMissingProperties: false,
  });
  const issues = [...unknown, ...issuesOf(errors)].slice(0, MAX_ISSUES);
  if (issues.length > 0) throw problem.validation(issues);
  return instance;
}

export function issuesOf(errors: readonly ValidationError[]): Issue[] {
  const issues: Issue[] = [];
  for (const error of errors) collect(error, error.property, issues);
  return issues.slice(0, MAX_ISSUES);
}

function collect(error: ValidationError, path: string, issues: Issue[]): void {
  if (issues.length >= MAX_ISSUES) return;
  const broken = brokenRules(error.constraints ?? {});
  // One of several fields is missing (`media.one_of`): the rule itself says which.
  const oneOf = broken.some(([constraint]) => constraint.endsWith('.one_of'));
  if (error.value === undefined && broken.length > 0 && !error.constraints?.whitelistValidation && !oneOf) {
    // A field that is missing breaks every rule of the field; one sentence is enough.
    issues.push({ path, rule: 'required', message: `${error.property} is required` });
  } else {
    for (const [constraint, message] of broken) {
      issues.push({
        path,
        rule: ruleWord(constraint),
        message: readable(constraint, message, error.property),
      });
    }
  }
  // What is of another type has no members worth judging.
  if (Object.keys(error.constraints ?? {}).some((constraint) => TYPE_CONSTRAINTS.includes(constraint)))
    return;
  const inArray = Array.isArray(error.value);
  for (const child of error.children ?? []) {
    collect(child, inArray ? `${path}[${child.property}]` : `${path}.${child.property}`, issues);
  }
}

/** A value of the wrong type breaks every other rule too; the type is then all there is to say. */
const TYPE_CONSTRAINTS = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isObject'];

function brokenRules(constraints: Record<string, string>): [string, string][] {
  const all = Object.entries(constraints);
  const ofType = all.filter(([constraint]) => TYPE_CONSTRAINTS.includes(constraint));
  return ofType.length > 0 ? ofType : all;
}

function readable(constraint: string, message: string, property: string): string {
  if (constraint === 'whitelistValidation') return `${property} is not a known field`;
  return constraint === 'nestedValidation' ? 'An object is expected here.' : message;
}
