/** What class-validator checks is said in the document too: the rules of a DTO stand in one place. */
import { getMetadataStorage } from 'class-validator';
import type { Schema } from './document-types';

/** Where @nestjs/swagger keeps what `@ApiProperty` was told. */
const PROPERTY_METADATA = 'swagger/apiModelProperties';

/** Adds the rules to the metadata of all DTOs that were loaded; what `@ApiProperty` says itself wins. */
export function describeDtoRules(): void {
  const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, unknown> };
  for (const target of storage.validationMetadatas.keys()) {
    if (typeof target !== 'function') continue;
    const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
    const prototype = target.prototype as object;
    for (const { name, propertyName, constraints, each } of rules) {
      const said = Reflect.getMetadata(PROPERTY_METADATA, prototype, propertyName) as
        (Schema & { isArray?: boolean }) | undefined;
      if (said === undefined || name === undefined) continue;
      const isList = said.isArray === true || Array.isArray(said.type);
      // Swagger moves rules of a list's text or number to its items.
      if (isList && !each && !name.startsWith('array')) continue;
      const rule = keywordsOf(name, (constraints ?? []) as unknown[]);
      Reflect.defineMetadata(PROPERTY_METADATA, { ...rule, ...said }, prototype, propertyName);
    }
  }
}

function keywordsOf(rule: string, [first, second]: unknown[]): Schema {
  switch (rule) {
    case 'minLength':
      return { minLength: first as number };
    case 'maxLength':
      return { maxLength: first };
    case 'isLength':
      return { minLength: first as number, ...(second === undefined ? {} : { maxLength: second }) };
    case 'isNotEmpty':
      return { minLength: 1 };
    case 'min':
      return { minimum: first as number };
    case 'max':
      return { maximum: first };
    case 'arrayMinSize':
      return { minItems: first };
    case 'arrayMaxSize':
      return { maxItems: first };
    case 'arrayUnique':
      return { uniqueItems: true };
    case 'isUrl':
      return { format: 'uri' };
    case 'matches':
      return first instanceof RegExp && first.flags === '' ? { pattern: first.source } : {};
    case 'time.offset':
      return { format: 'date-time' };
    default:
      return {};
  }
}
